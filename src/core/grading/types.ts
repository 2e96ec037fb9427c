import type { FailingTest, SuiteStatus, VerdictKind } from '../judge/verdict'

/** A line of a samples.jsonl, EvalPlus's format: what somebody generated for a task. */
export interface ImportedSample {
  readonly taskId: string
  /** Place among the samples of its task, from 0, in file order. */
  readonly index: number
  /** From 1. */
  readonly line: number
  /** `solution`: a self-contained program; `completion`: text to append to the prompt. `solution` wins where both stand. */
  readonly text: { readonly kind: 'solution' | 'completion'; readonly value: string }
}

export interface ImportedSamples {
  /** File name, for people. */
  readonly name: string
  readonly md5: string
  readonly samples: readonly ImportedSample[]
  /** Lines that were left out, each with its number and why. */
  readonly skipped: readonly { readonly line: number; readonly why: string }[]
}

/** How the graded program is made of a sample's text. */
export type Extraction = 'sanitize' | 'published' | 'none'

export interface GradingOptions {
  readonly extraction: Extraction
  readonly suites: 'base' | 'both'
  /** Task ids; null for all. */
  readonly tasks: readonly string[] | null
}

/** One sample, graded. Keys as in files: the command writes one a line. */
export interface GradedSample {
  /** Hash of all that determines the verdict: benchmark, task, program, suites, limits. Equal work is done once. */
  readonly id: string
  readonly task_id: string
  readonly index: number
  /** As it came. */
  readonly raw: string
  /** What was run. */
  readonly solution: string
  /** False where no definition of the entry point was found in it. */
  readonly extracted: boolean
  readonly base_status: SuiteStatus
  readonly plus_status: SuiteStatus | null
  readonly kind: VerdictKind
  readonly failing: FailingTest | null
  /** Marks of the tests in file order (core/judge/marks). */
  readonly tests: { readonly base: string; readonly plus: string }
  /** What the program printed, clipped. */
  readonly output: string
  readonly timing: { readonly judge_ms: number }
}
