import type { ReadRuntimeFile } from './runtime-files'

export interface JudgeOptions {
  /** Interpreters side by side; default 2, or 1 where there are fewer than 4 processors. */
  readonly lanes?: number
  /** Least seconds for one call, EvalPlus 0.3.1's `min_time_limit`. Default 1. */
  readonly minimumSeconds?: number
  /** A call may take this many times what the reference took, EvalPlus's `gt_time_limit_factor`. Default 4. */
  readonly referenceFactor?: number
  /** Most seconds for a suite (EvalPlus: 60, and 1 more). Default 60. */
  readonly suiteSeconds?: number
  /** Most seconds for a program's own top level. Default 5. */
  readonly loadSeconds?: number
  /** Most seconds for one call of a reference. Default 30. */
  readonly referenceSeconds?: number
  /** Whether a time-out counts only when it happens again with doubled limits: a busy moment must not fail a program. Default true. */
  readonly confirmTimeouts?: boolean
  /** How long past its limit a worker may stay silent before it is ended. Default 0.5. */
  readonly graceSeconds?: number
  /** How long an interpreter may take to start. Default 90: a cold start on a busy small machine. */
  readonly startSeconds?: number
  /** Memory of an interpreter. Default 256 MiB. */
  readonly memoryBytes?: number
  /** Largest value a call may return. Default 16 MB. */
  readonly valueBytes?: number
  /** Files a program may write. Default 32 MiB. */
  readonly fileBytes?: number
  /** Expected values kept between programs. Default 64 MiB. */
  readonly cacheBytes?: number
  /** Where the runtime's bytes come from; default the site. */
  readonly readRuntimeFile?: ReadRuntimeFile
}

export type JudgeSettings = Required<Omit<JudgeOptions, 'readRuntimeFile'>> & Pick<JudgeOptions, 'readRuntimeFile'>

const MIB = 1_048_576

export function withDefaults(options: JudgeOptions): JudgeSettings {
  return {
    lanes: navigator.hardwareConcurrency >= 4 ? 2 : 1,
    minimumSeconds: 1,
    referenceFactor: 4,
    suiteSeconds: 60,
    loadSeconds: 5,
    referenceSeconds: 30,
    confirmTimeouts: true,
    graceSeconds: 0.5,
    startSeconds: 90,
    memoryBytes: 256 * MIB,
    valueBytes: 16_000_000,
    fileBytes: 32 * MIB,
    cacheBytes: 64 * MIB,
    ...options,
  }
}
