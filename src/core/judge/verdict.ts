import type { TraceLine } from './outcome'

/** EvalPlus 0.3.1's own words. A per-input time-out is `fail`. */
export type SuiteStatus = 'pass' | 'fail' | 'timeout'

export const VERDICT_KINDS = [
  'pass',
  'wrong-value',
  'exception',
  'timeout',
  'memory',
  'platform-limit',
  'crash',
  'syntax',
  'import-error',
  'no-entry-point',
  'not-extracted',
  'not-data',
] as const
export type VerdictKind = (typeof VERDICT_KINDS)[number]

/** One test of a suite as the page shows it. */
export type TestMark = 'pass' | 'fail' | 'not-run'

/** Clipped Python literals (`repr`), at most about 500 characters each. */
export interface FailingTest {
  readonly suite: 'base' | 'plus'
  readonly index: number
  readonly input: string
  readonly expected: string
  readonly got: string
  /** Of an exception or a syntax error: lines of the graded program, outermost first. Absent in records of earlier versions. */
  readonly trace?: readonly TraceLine[] | undefined
}

export interface Verdict {
  readonly baseStatus: SuiteStatus
  /** Null where there are no plus tests, or they were not asked for. */
  readonly plusStatus: SuiteStatus | null
  readonly kind: VerdictKind
  readonly failing: FailingTest | null
  readonly baseTests: readonly TestMark[]
  readonly plusTests: readonly TestMark[]
  /** Milliseconds in the sandbox. */
  readonly milliseconds: number
  /** What the program printed while the base tests ran, clipped. */
  readonly output: string
}
