import type { BenchmarkFormat } from '../core/benchmarks/types'
import type { PlainError } from '../core/errors'
import type { GradedSample, GradingOptions, ImportedSamples } from '../core/grading/types'
import type { CheckEvent } from '../lab/grade/check-references'
import type { ChosenLimits } from '../lab/grade/limits'
import type { GradedRun, GradeEvent } from '../lab/grade/port'
import type { JudgeEnvironment, ReferenceReport } from '../lab/ports'
import type { Outcome } from './models-api'
import type { HeadlessFile } from './served'

/** What headless.html offers for grading: `window.shakedownGrade`, called through Playwright. Everything is plain data. */
export interface HeadlessGradeApi {
  /** Hands over samples that are graded already; several calls add up. */
  preload(samples: readonly GradedSample[]): void
  /** Each fresh verdict is told by the binding before the next is asked for. */
  grade(work: HeadlessGrade): Promise<Outcome<HeadlessGraded>>
  /** Graded samples from a place on, in the order of the benchmark, then of the file. */
  samples(from: number, count: number): readonly GradedSample[]
  /** A piece of the text of eval_results.json, from a place on. */
  results(from: number, length: number): string
  check(work: HeadlessCheck): Promise<Outcome<HeadlessChecked>>
}

export type HeadlessBenchmark =
  { readonly kind: 'shipped'; readonly id: string } | { readonly kind: 'file'; readonly file: HeadlessFile }

export interface HeadlessJudging {
  readonly benchmark: HeadlessBenchmark
  /** Interpreters side by side; null: the judge's own choice. */
  readonly lanes: number | null
  readonly limits: ChosenLimits
}

export interface HeadlessGrade extends HeadlessJudging {
  readonly samples: HeadlessFile
  readonly options: GradingOptions
}

export interface HeadlessCheck extends HeadlessJudging {
  readonly tasks: readonly string[] | null
}

/** What a benchmark is, without its problems. */
export interface BenchmarkFacts {
  readonly id: string
  readonly format: BenchmarkFormat
  readonly md5: string
  readonly published: string | null
  readonly problems: number
  /** Tests of all problems together; `plus` is null where there are base tests only. */
  readonly tests: { readonly base: number; readonly plus: number | null }
}

export interface HeadlessGraded {
  readonly benchmark: BenchmarkFacts
  readonly environment: JudgeEnvironment
  readonly samples: { readonly graded: number; readonly md5: string; readonly skipped: ImportedSamples['skipped'] }
  readonly run: Omit<GradedRun, 'samples'>
  /** Characters of the text that `results` gives. */
  readonly resultsLength: number
}

export interface HeadlessChecked {
  readonly benchmark: BenchmarkFacts
  readonly environment: JudgeEnvironment
  readonly reports: readonly ReferenceReport[]
}

/** What the page tells while it works, by the binding `GRADE_EVENT_BINDING`. */
export type HeadlessGradeEvent =
  | Extract<GradeEvent, { type: 'planned' }>
  | { readonly type: 'ungraded'; readonly taskId: string; readonly error: PlainError }
  /** To be kept: the page goes on when the command has answered. */
  | { readonly type: 'keep'; readonly sample: GradedSample }
  | {
      readonly type: 'progress'
      readonly done: number
      readonly total: number
      readonly rate: number | null
      readonly secondsLeft: number | null
    }
  | ({ readonly type: 'checked' } & CheckEvent)

export const GRADE_EVENT_BINDING = 'shakedownGradeEvent'
