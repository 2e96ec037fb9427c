import { toPlainError, type PlainError } from '../../../core/errors'
import type { PageServices } from '../../services'
import { RECORDED_RUN } from '../../catalogue'
import { RecordedIndex, type ProblemRow } from './recorded-index'

export type OutcomeFilter = 'all' | 'flipped' | 'failures'

/** The recorded run that the Play page opens with, and what of it is looked at. */
export class Recorded {
  index = $state.raw<RecordedIndex | null>(null)
  error = $state.raw<PlainError | null>(null)
  variant = $state(1)
  condition = $state(1)

  constructor(private readonly services: PageServices) {}

  async load(): Promise<void> {
    this.error = null
    try {
      const index = new RecordedIndex(await this.services.recordedRun(RECORDED_RUN))
      const last = index.bundle.run.variants.length - 1
      this.variant = Math.max(0, last)
      this.condition = index.perturbedConditions[0]?.index ?? index.cleanCondition
      this.index = index
    } catch (thrown) {
      this.error = toPlainError(thrown)
    }
  }

  /** The four plus verdicts of a problem, in reading order; null where there is no sample. */
  outcomes(problem: ProblemRow): readonly (boolean | null)[] {
    return this.index?.outcomes(problem, this.variant, this.condition) ?? []
  }

  /** The first problem where something happens, so that the page opens on one worth seeing. */
  get mostTelling(): ProblemRow | null {
    const problems = this.index?.problems ?? []
    const score = (problem: ProblemRow) => {
      const [original, variant, perturbedOriginal, perturbedVariant] = this.outcomes(problem)
      if (original !== true) return 0
      return Number(variant === true) + Number(perturbedOriginal === true) + 2 * Number(perturbedVariant === false)
    }
    let best: ProblemRow | null = null
    for (const problem of problems) if (best === null || score(problem) > score(best)) best = problem
    return best
  }
}

export function matchesOutcome(outcomes: readonly (boolean | null)[], filter: OutcomeFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'flipped':
      return outcomes.includes(true) && outcomes.includes(false)
    case 'failures':
      return outcomes.includes(false)
  }
}
