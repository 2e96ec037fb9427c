import type { PyValue } from '../judge/value'

/** One task of a benchmark, in EvalPlus's schema (docs: notes on EvalPlus data). */
export interface Problem {
  readonly taskId: string
  /** As shipped, never stripped. */
  readonly prompt: string
  readonly entryPoint: string
  /** Appended to the prompt it makes the reference program. */
  readonly canonicalSolution: string
  readonly contract: string
  /** A list of argument lists. */
  readonly baseInput: readonly (readonly PyValue[])[]
  readonly plusInput: readonly (readonly PyValue[])[]
  /** Absolute tolerance for floats; 0 means exact (with EvalPlus's own exceptions). */
  readonly atol: number
}

/** How prompts look: decides which regions attacks may touch, stop strings and extraction. */
export type PromptForm = 'mbpp' | 'humaneval'

export interface Benchmark {
  readonly id: string
  readonly form: PromptForm
  readonly problems: readonly Problem[]
  /** MD5 of the uncompressed .jsonl, as EvalPlus prints it. */
  readonly md5: string
}
