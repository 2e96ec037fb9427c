import { cellKey } from '../experiment/cells'
import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import type { Estimate } from '../metrics/seeded-intervals'
import { cleanCondition, type Suite } from '../metrics/summary'
import { problemMean } from './estimates'
import { attackGroups, noiseGroups, schemeName, variantGroups } from './groups'
import type { ModelName } from './model-name'
import { pairedOutcomes } from './outcomes'

/** Figure 4 of the paper: what a scheme costs clean, and what is left of it under noise and under attack. */
export interface TradeOffRow {
  readonly model: ModelName
  readonly variant: number
  readonly scheme: string
  readonly isOriginal: boolean
  /** Clean pass@1. */
  readonly clean: number
  readonly n: number
  /** Clean pass@1 of the original minus that of the variant; null for an original. */
  readonly loss: Estimate | null
  /** Mean pass@1 over all conditions of noise on all weights; null where there is none. */
  readonly noise: Estimate | null
  /** Mean pass@1 over all attacks; null where there is none. */
  readonly attack: Estimate | null
}

export function tradeOff(run: RunRecord, table: RunTable, suite: Suite, benchmark: string): TradeOffRow[] {
  const clean = cleanCondition(run.spec)
  if (clean === null) return []
  const noisy = noiseGroups(run.conditions)
    .filter(({ noise: { roles, layers } }) => roles === undefined && layers === undefined)
    .flatMap(({ places }) => places)
  const attacked = attackGroups(run.conditions).flatMap(({ places }) => places)
  return variantGroups(run).flatMap(({ original, variants, name }) =>
    [original, ...variants].flatMap((variant): TradeOffRow[] => {
      const here = cellKey(variant, clean, benchmark)
      const [before = [], after = []] = pairedOutcomes(table, [cellKey(original, clean, benchmark), here], suite)
      if (after.length === 0) return []
      const mean = (conditions: readonly number[]): Estimate | null => {
        if (conditions.length === 0) return null
        const arms = pairedOutcomes(
          table,
          conditions.map((condition) => cellKey(variant, condition, benchmark)),
          suite,
        )
        const problems = arms[0] ?? []
        return problemMean(problems.map((_, place) => arms.filter((arm) => arm[place]).length / arms.length))
      }
      const isOriginal = variant === original
      return [
        {
          model: name,
          variant,
          scheme: schemeName(run, variant),
          isOriginal,
          clean: after.filter(Boolean).length / after.length,
          n: after.length,
          loss: isOriginal
            ? null
            : problemMean(before.map((was, place) => Number(was) - Number(after[place] ?? false))),
          noise: mean(noisy),
          attack: mean(attacked),
        },
      ]
    }),
  )
}
