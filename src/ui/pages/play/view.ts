import type { Edit } from '../../../core/attacks/types'
import type { SampleRecord } from '../../../core/experiment/record'
import { decodeMarks } from '../../../core/judge/marks'
import type { FailingTest, SuiteStatus, TestMark, Verdict, VerdictKind } from '../../../core/judge/verdict'

/** What the triple diff shows, whether it comes from a recorded run or from the models running now. */

export type Arm = 'original' | 'variant'
export type Weather = 'clean' | 'perturbed'

export interface VerdictView {
  readonly base: SuiteStatus
  readonly plus: SuiteStatus | null
  readonly kind: VerdictKind
  readonly failing: FailingTest | null
  readonly tests: { readonly base: readonly TestMark[]; readonly plus: readonly TestMark[] }
}

export type CellState = 'empty' | 'waiting' | 'generating' | 'judging' | 'done' | 'stopped'

export interface CellView {
  readonly state: CellState
  /** True when what is shown belongs to other settings than those wanted now. */
  readonly isStale: boolean
  readonly code: string
  readonly verdict: VerdictView | null
  readonly tokens: number
  readonly milliseconds: number
}

export interface TripleView {
  readonly prompts: { readonly clean: string; readonly perturbed: string; readonly edits: readonly Edit[] }
  /** Names of the two arms, e.g. "fp32" and "int4". */
  readonly arms: Readonly<Record<Arm, string>>
  /** What was done to the perturbed row; "clean" when nothing was. */
  readonly condition: string
  readonly cells: Readonly<Record<Weather, Readonly<Record<Arm, CellView>>>>
}

export const EMPTY_CELL: CellView = {
  state: 'empty',
  isStale: false,
  code: '',
  verdict: null,
  tokens: 0,
  milliseconds: 0,
}

export function cellFromSample(sample: SampleRecord | undefined): CellView {
  if (sample === undefined) return EMPTY_CELL
  return {
    state: 'done',
    isStale: false,
    code: sample.completion,
    verdict: {
      base: sample.base_status,
      plus: sample.plus_status,
      kind: sample.kind,
      failing: sample.failing,
      tests: { base: decodeMarks(sample.tests.base), plus: decodeMarks(sample.tests.plus) },
    },
    tokens: sample.tokens,
    milliseconds: sample.timing.generate_ms,
  }
}

export function viewOfVerdict(verdict: Verdict): VerdictView {
  return {
    base: verdict.baseStatus,
    plus: verdict.plusStatus,
    kind: verdict.kind,
    failing: verdict.failing,
    tests: { base: verdict.baseTests, plus: verdict.plusTests },
  }
}
