import type { GradedSample } from '../../src/core/grading/types'
import { type PassAtK, passAtK } from '../../src/core/grading/pass-at-k'
import { VERDICT_KINDS, type VerdictKind } from '../../src/core/judge/verdict'
import type { HeadlessGraded } from '../../src/headless/grade-api'

/** What a grading came to; the object that `--json` prints. */
export interface GradingSummary extends Pick<HeadlessGraded, 'benchmark' | 'environment'> {
  readonly samples: number
  /** Tasks that samples were graded for. */
  readonly tasks: number
  readonly pass_at_k: { readonly base: PassAtK; readonly plus: PassAtK | null }
  readonly kinds: Readonly<Partial<Record<VerdictKind, number>>>
  /** Samples in which extraction found no definition of the entry point. */
  readonly extraction_failures: number
  readonly platform_limits: number
  readonly missing: HeadlessGraded['run']['missing']
  readonly unknown: HeadlessGraded['run']['unknown']
  readonly ungraded: HeadlessGraded['run']['ungraded']
  readonly skipped: HeadlessGraded['samples']['skipped']
}

export function summariseGrading(told: HeadlessGraded, samples: readonly GradedSample[]): GradingSummary {
  const count = (kind: VerdictKind): number => samples.filter((sample) => sample.kind === kind).length
  const { benchmark, environment, run } = told
  return {
    benchmark,
    environment,
    samples: samples.length,
    tasks: new Set(samples.map(({ task_id }) => task_id)).size,
    pass_at_k: passAtK(samples),
    kinds: Object.fromEntries(VERDICT_KINDS.map((kind) => [kind, count(kind)] as const).filter(([, n]) => n > 0)),
    extraction_failures: samples.filter(({ extracted }) => !extracted).length,
    platform_limits: count('platform-limit'),
    ...run,
    skipped: told.samples.skipped,
  }
}
