import { cellKey } from '../experiment/cells'
import { originalOf } from '../experiment/originals'
import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import { baselineOf } from '../metrics/baseline'
import type { Robustness } from '../metrics/robustness'
import { seededRobustness } from '../metrics/seeded-intervals'
import { cleanCondition, type Suite } from '../metrics/summary'
import type { ConditionGroup } from './groups'
import { pairedOutcomes } from './outcomes'

/** Of scores over several seeds, which no record holds. */
const RESAMPLES = 1000

export interface RobustnessPlace {
  readonly variant: number
  readonly group: ConditionGroup
  readonly suite: Suite
  readonly benchmark: string
}

/**
 * Robustness of a variant under a group of conditions: the record's own for a single condition, the score on the mean
 * drops with the interval by problem and seed for several seeds. Null where it was not compared.
 */
export function groupRobustness(run: RunRecord, table: RunTable, place: RobustnessPlace): Robustness | null {
  const { variant, group, suite, benchmark } = place
  const recorded = group.places.map((condition) =>
    run.robustness.find(
      (one) =>
        one.variant === variant && one.condition === condition && one.suite === suite && one.benchmark === benchmark,
    ),
  )
  const [only] = recorded
  if (group.places.length === 1) return only ?? null
  const clean = cleanCondition(run.spec)
  const baselines = group.places.map((condition) => baselineOf(run.conditions, condition, clean))
  // Drops counted from a control take only some problems, which the table does not know: the first seed stands for all.
  if (clean === null || baselines.some((baseline) => baseline !== clean)) return only ?? null
  const original = originalOf(run.variants, variant)
  const conditions = [clean, ...group.places]
  const cells = [original, variant].flatMap((arm) => conditions.map((one) => cellKey(arm, one, benchmark)))
  const arms = pairedOutcomes(table, cells, suite)
  const [originalClean = [], ...originalPerturbed] = arms.slice(0, conditions.length)
  const [variantClean = [], ...variantPerturbed] = arms.slice(conditions.length)
  if (originalClean.length === 0) return null
  return seededRobustness(
    { originalClean: [originalClean], originalPerturbed, variantClean: [variantClean], variantPerturbed },
    { seeds: group.condition.weights === null ? 'within' : 'crossed', resamples: RESAMPLES },
  )
}
