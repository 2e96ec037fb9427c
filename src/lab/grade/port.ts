import type { Benchmark } from '../../core/benchmarks/types'
import type { GradedSample, GradingOptions, ImportedSamples } from '../../core/grading/types'
import type { PlainError } from '../../core/errors'
import type { Judge } from '../ports'

/** What grading needs of the other rooms. */
export interface GradeServices {
  readonly judge: Judge
  /** Verdicts given before, by id; each new one is put there as it comes, so that nothing is graded twice. */
  readonly store: GradeStore
  /** Programs handed to the judge at a time, somewhat more than it has interpreters. Default 16. */
  readonly parallel?: number
}

export interface GradeStore {
  /** Those of the ids that exist. */
  graded(ids: readonly string[]): Promise<Map<string, GradedSample>>
  putGraded(sample: GradedSample): Promise<void>
}

export interface GradeRequest {
  readonly benchmark: Benchmark
  readonly samples: ImportedSamples
  readonly options: GradingOptions
  /** Part of every id: what the judge was made with, so far as it can change a verdict (minimum seconds, factor). */
  readonly limits: Readonly<Record<string, number>>
}

export type GradeEvent =
  | {
      readonly type: 'planned'
      /** Samples to grade, those that were graded before among them. */
      readonly total: number
      readonly reused: number
      /** Tasks of the benchmark (or of the list asked for) without a sample. */
      readonly missing: readonly string[]
      /** Task ids of samples that the benchmark does not have. */
      readonly unknown: readonly string[]
    }
  | {
      readonly type: 'graded'
      readonly sample: GradedSample
      /** False when its verdict was in the store. */
      readonly fresh: boolean
      /** Those of problems without expected values are counted here too, although they get no event of their own. */
      readonly done: number
      readonly total: number
      /** Samples a second, null while unknown. */
      readonly rate: number | null
      readonly secondsLeft: number | null
    }
  /** The problem's reference gave no expected values: its samples are not graded. */
  | { readonly type: 'ungraded'; readonly taskId: string; readonly error: PlainError }
  | { readonly type: 'paused' | 'resumed' }

export interface GradeHandle {
  /** In the order of the benchmark, then of the file. Rejects with LabError `cancelled` and what a store throws. */
  readonly finished: Promise<GradedRun>
  pause(): void
  resume(): void
  cancel(): void
}

export interface GradedRun {
  readonly samples: readonly GradedSample[]
  readonly missing: readonly string[]
  readonly unknown: readonly string[]
  readonly ungraded: readonly { readonly taskId: string; readonly error: PlainError }[]
}

export type StartGrading = (
  request: GradeRequest,
  services: GradeServices,
  onEvent: (event: GradeEvent) => void,
) => GradeHandle
