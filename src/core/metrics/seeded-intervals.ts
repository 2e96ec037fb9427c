import { limitedScore, scored, type Robustness } from './robustness'
import { netBySeed, seedCount, twoLevelInterval, type SeededOutcomes, type TwoLevelOptions } from './two-level'
import type { Interval } from './wilson'

/** The four arms that compare two variants under one condition that has several seeds. */
export interface SeededArms {
  readonly originalClean: SeededOutcomes
  readonly originalPerturbed: SeededOutcomes
  readonly variantClean: SeededOutcomes
  readonly variantPerturbed: SeededOutcomes
}

/** A difference of shares, as a fraction, with its interval. */
export interface Estimate extends Interval {
  readonly value: number
}

/**
 * Drop under several seeds: mean over problems and seeds of clean minus perturbed, as a fraction, with the interval of
 * `twoLevelInterval`. An arm that no seed changes is given once.
 *
 * @throws LabError `internal` for arms that do not belong together
 */
export function seededDrop(clean: SeededOutcomes, perturbed: SeededOutcomes, options: TwoLevelOptions): Estimate {
  const seeds = seedCount(clean, perturbed)
  const nets = netBySeed(clean, perturbed, seeds)
  return { value: mean(nets), ...twoLevelInterval(nets, nets, seeds, ({ original }) => original, options) }
}

/** (Drop of the original) - (drop of the variant), as `seededDrop`: above 0 the variant holds up better. */
export function seededDropDifference(arms: SeededArms, options: TwoLevelOptions): Estimate {
  const { original, variant, seeds } = nets(arms)
  const interval = twoLevelInterval(original, variant, seeds, (lost) => lost.original - lost.variant, options)
  return { value: (sum(original) - sum(variant)) / original.length, ...interval }
}

/**
 * Robustness of a variant under several seeds: the sign table and the score on the mean drops, and the interval of the
 * score by problem and seed, where it is defined. Limits as in `robustness`: `high` is null where there is none.
 */
export function seededRobustness(arms: SeededArms, options: TwoLevelOptions): Robustness {
  const { original, variant, seeds } = nets(arms)
  return scored(mean(original), mean(variant), () =>
    twoLevelInterval(original, variant, seeds, (lost) => limitedScore(lost.original, lost.variant), options),
  )
}

function nets({ originalClean, originalPerturbed, variantClean, variantPerturbed }: SeededArms) {
  const seeds = seedCount(originalClean, originalPerturbed, variantClean, variantPerturbed)
  return {
    original: netBySeed(originalClean, originalPerturbed, seeds),
    variant: netBySeed(variantClean, variantPerturbed, seeds),
    seeds,
  }
}

function sum(values: Int8Array): number {
  return values.reduce((total, value) => total + value, 0)
}

function mean(values: Int8Array): number {
  return sum(values) / values.length
}
