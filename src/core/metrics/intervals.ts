import { bootstrapInterval, type BootstrapOptions } from './bootstrap'
import { pairedCount, type Outcomes } from './paired'
import type { Interval } from './wilson'

/** 95 % interval of a drop or a loss, paired by problem: see `bootstrapInterval`. */
export function dropInterval(first: Outcomes, second: Outcomes, options: BootstrapOptions = {}): Interval {
  const total = pairedCount(first, second)
  const kinds = first.map((before, index) => 1 + Number(before) - Number(second[index] ?? false))
  return bootstrapInterval(kinds, 3, (counts) => ((counts[2] ?? 0) - (counts[0] ?? 0)) / total, options)
}

/** The four arms that compare two variants under one condition; the same problems in the same order in each. */
export interface FourArms {
  readonly originalClean: Outcomes
  readonly originalPerturbed: Outcomes
  readonly variantClean: Outcomes
  readonly variantPerturbed: Outcomes
}

/** Net problems lost: passed clean minus passed perturbed, of the original and of the variant. */
export interface NetLosses {
  readonly original: number
  readonly variant: number
}

/** Each problem by what happened to it: (original lost 0, net -1..1) times (variant, net -1..1), nine kinds. */
const KINDS = 9

/** Interval of any statistic of the two net losses, resampled by problem with its four outcomes together. */
export function fourArmInterval(
  arms: FourArms,
  statistic: (losses: NetLosses) => number,
  options: BootstrapOptions = {},
): Interval {
  const { originalClean, originalPerturbed, variantClean, variantPerturbed } = arms
  pairedCount(originalClean, originalPerturbed, variantClean, variantPerturbed)
  const kinds = originalClean.map((_, index) => {
    const original = Number(originalClean[index]) - Number(originalPerturbed[index])
    const variant = Number(variantClean[index]) - Number(variantPerturbed[index])
    return 3 * (original + 1) + variant + 1
  })
  return bootstrapInterval(kinds, KINDS, (counts) => statistic(netLosses(counts)), options)
}

/** Interval of (drop of the original) - (drop of the variant), as a fraction: above 0 the variant holds up better. */
export function dropDifferenceInterval(arms: FourArms, options: BootstrapOptions = {}): Interval {
  const total = arms.originalClean.length
  return fourArmInterval(arms, ({ original, variant }) => (original - variant) / total, options)
}

function netLosses(counts: Float64Array): NetLosses {
  let original = 0
  let variant = 0
  for (let kind = 0; kind < KINDS; kind += 1) {
    const count = counts[kind] ?? 0
    original += count * (Math.floor(kind / 3) - 1)
    variant += count * ((kind % 3) - 1)
  }
  return { original, variant }
}
