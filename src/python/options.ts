import type { ReadRuntimeFile } from './runtime-files'

export interface JudgeOptions {
  /** Most interpreters side by side; default one fewer than there are processors, at most 8 and what memory bears. */
  readonly lanes?: number
  /** How long an interpreter may stand idle before it is ended; one is kept. Default 30. */
  readonly idleSeconds?: number
  /** Multiplies every limit of time for a program. Default 1. */
  readonly timeFactor?: number
  /** Least seconds for one call: `min_time_limit`, 1 in EvalPlus 0.3.1 and 4 at its head. Default 1. */
  readonly minimumSeconds?: number
  /** A call may take this many times what the reference took, EvalPlus's `gt_time_limit_factor`. Default 4. */
  readonly referenceFactor?: number
  /** Most seconds for a suite (EvalPlus: 60, and 2 more before the process is ended). Default 60. */
  readonly suiteSeconds?: number
  /** Most seconds for a program's own top level. Default, as with EvalPlus: what its suite may take. */
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
  /** Whether the memory of a fresh interpreter (30 MiB) is kept in the browser's cache for the next visit. Default true. */
  readonly keepSnapshot?: boolean
  /** Where the runtime's bytes come from; default the site. */
  readonly readRuntimeFile?: ReadRuntimeFile
}

export type JudgeSettings = Required<Omit<JudgeOptions, 'readRuntimeFile'>> & Pick<JudgeOptions, 'readRuntimeFile'>

const MIB = 1_048_576

const INTERPRETER_BYTES = 60 * MIB
const MOST_LANES = 8

export function withDefaults(options: JudgeOptions): JudgeSettings {
  return {
    lanes: lanesOf(navigator),
    idleSeconds: 30,
    timeFactor: 1,
    minimumSeconds: 1,
    referenceFactor: 4,
    suiteSeconds: 60,
    loadSeconds: Infinity,
    referenceSeconds: 30,
    confirmTimeouts: true,
    graceSeconds: 0.5,
    startSeconds: 90,
    memoryBytes: 256 * MIB,
    valueBytes: 16_000_000,
    fileBytes: 32 * MIB,
    cacheBytes: 64 * MIB,
    keepSnapshot: true,
    ...options,
  }
}

/** A processor is left to the page; interpreters at rest take at most a quarter of the memory, which not every browser tells. */
export function lanesOf(machine: { readonly hardwareConcurrency: number; readonly deviceMemory?: number }): number {
  const byProcessors = machine.hardwareConcurrency - 1
  const byMemory =
    machine.deviceMemory === undefined
      ? MOST_LANES
      : Math.floor((machine.deviceMemory * 1024 * MIB) / 4 / INTERPRETER_BYTES)
  return Math.max(1, Math.min(MOST_LANES, byProcessors, byMemory))
}
