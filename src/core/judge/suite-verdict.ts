import type { FailingTest, SuiteStatus, TestMark, VerdictKind } from './verdict'

/** Verdict on one suite; `kind` and `failing` are those of the first test that failed. */
export interface SuiteVerdict {
  readonly status: SuiteStatus
  readonly kind: VerdictKind
  readonly marks: readonly TestMark[]
  readonly failing: FailingTest | null
}
