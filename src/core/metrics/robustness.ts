import type { RobustnessRecord } from '../experiment/record'
import type { BootstrapOptions } from './bootstrap'
import { drop } from './drop'
import { fourArmInterval, type FourArms } from './intervals'
import type { Interval } from './wilson'

/** The addend in the denominator with which all numbers of the paper's Table I can be reproduced (notes, 1.6). */
export const RRS_EPSILON = 1e-6

export type Robustness = Pick<RobustnessRecord, 'original_drop' | 'variant_drop' | 'outcome' | 'rrs' | 'low' | 'high'>

/**
 * Row of the sign table (notes, 1.6). A ratio says something only where both lost; otherwise whoever lost less, or
 * gained more, held up better.
 */
export function robustnessOutcome(originalDrop: number, variantDrop: number): RobustnessRecord['outcome'] {
  if (originalDrop > 0 && variantDrop > 0) return 'ratio'
  if (variantDrop < originalDrop) return 'variant-better'
  return variantDrop > originalDrop ? 'original-better' : 'equal'
}

/** Equation 2 of the paper: drop of the original / (drop of the variant + 1e-6). Above 1 the variant lost less. */
export function relativeRobustnessScore(originalDrop: number, variantDrop: number): number {
  return originalDrop / (variantDrop + RRS_EPSILON)
}

/**
 * Robustness of a variant against the original under one condition. The RRS and its interval are there only for the
 * outcome `ratio`. In resamples of another sign the score is taken to its limits, so that it keeps its order: no upper
 * limit where the variant held up better, 0 where the original did, 1 where both are equal. So the interval holds 1
 * just where that of the difference of drops holds 0. `high` is null where there is no upper limit.
 */
export function robustness(arms: FourArms, options: BootstrapOptions = {}): Robustness {
  const originalDrop = drop(arms.originalClean, arms.originalPerturbed)
  const variantDrop = drop(arms.variantClean, arms.variantPerturbed)
  const total = arms.originalClean.length
  return scored(originalDrop, variantDrop, () =>
    fourArmInterval(arms, (lost) => limitedScore(lost.original / total, lost.variant / total), options),
  )
}

/** The record of two drops; `resample` gives the interval of `limitedScore` and is asked only where there is a ratio. */
export function scored(originalDrop: number, variantDrop: number, resample: () => Interval): Robustness {
  const outcome = robustnessOutcome(originalDrop, variantDrop)
  const known = { original_drop: originalDrop, variant_drop: variantDrop, outcome }
  if (outcome !== 'ratio') return { ...known, rrs: null, low: null, high: null }
  const { low, high } = resample()
  return {
    ...known,
    rrs: relativeRobustnessScore(originalDrop, variantDrop),
    low: Number.isFinite(low) ? low : null,
    high: Number.isFinite(high) ? high : null,
  }
}

/** The score, taken to its limits where the drops are not both positive. */
export function limitedScore(originalDrop: number, variantDrop: number): number {
  const outcome = robustnessOutcome(originalDrop, variantDrop)
  switch (outcome) {
    case 'ratio':
      return relativeRobustnessScore(originalDrop, variantDrop)
    case 'variant-better':
      return Number.POSITIVE_INFINITY
    case 'original-better':
      return 0
    case 'equal':
      return 1
  }
}
