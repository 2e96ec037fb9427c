import type { ConditionGroup } from '../../figures/groups'
import type { Design, Model } from './design'
import { Pool } from './pool'
import { complete, type FindingRun, tasksOf, Verdicts } from './verdicts'

/** Quantities that a contrast keeps of the original and the variant, as means over its cells. */
export const [ORIGINAL_CLEAN, ORIGINAL_DROP, VARIANT_CLEAN, VARIANT_DROP] = [0, 1, 2, 3] as const

/** What is averaged: variants of some models under some conditions, on all benchmarks. */
export interface Contrast {
  readonly open: FindingRun
  readonly design: Design
  readonly models: readonly Model[]
  readonly scheme: string
  readonly attacks: readonly ConditionGroup[]
}

/**
 * Clean pass@1 and drop of originals and variants, averaged over models, benchmarks and attacks with equal weight; by
 * problem, both forms of a problem together. Problems that any of the cells lacks are left out. Null where none is left.
 */
export function contrastPool(contrast: Contrast): Pool | null {
  const { open, design, models, scheme, attacks } = contrast
  const arms = models.flatMap(({ original, schemes }) =>
    design.benchmarks.map((benchmark) => ({ original, variant: schemes.get(scheme) ?? original, benchmark })),
  )
  const whole = new Verdicts(open, tasksOf(open))
  const conditions = [design.clean, ...attacks.flatMap(({ places }) => places)]
  const places = complete(
    arms.flatMap(({ original, variant, benchmark }) =>
      conditions.flatMap((one) => [whole.column(original, one, benchmark), whole.column(variant, one, benchmark)]),
    ),
  )
  if (places.length === 0 || attacks.length === 0) return null
  const verdicts = whole.only(places)
  const pool = new Pool(places.length, 4)
  const weight = 1 / arms.length
  for (const { original, variant, benchmark } of arms) {
    const sides = [
      [original, ORIGINAL_CLEAN, ORIGINAL_DROP],
      [variant, VARIANT_CLEAN, VARIANT_DROP],
    ] as const
    for (const [arm, cleanQuantity, dropQuantity] of sides) {
      const clean = verdicts.column(arm, design.clean, benchmark)
      pool.add('clean', 1, cleanQuantity, (problem) => weight * (clean[problem] ?? 0))
      for (const { places: seeds, label } of attacks) {
        const columns = seeds.map((condition) => verdicts.column(arm, condition, benchmark))
        pool.add(
          label,
          seeds.length,
          dropQuantity,
          (problem, seed) => (weight * ((clean[problem] ?? 0) - (columns[seed]?.[problem] ?? 0))) / attacks.length,
        )
      }
    }
  }
  return pool
}

export const dropDifference = (means: Float64Array): number => (means[ORIGINAL_DROP] ?? 0) - (means[VARIANT_DROP] ?? 0)
export const cleanLoss = (means: Float64Array): number => (means[ORIGINAL_CLEAN] ?? 0) - (means[VARIANT_CLEAN] ?? 0)

/** Difference of the drops as parts of what passed clean (the paper's equation 1); 0 of nothing is 0. */
export function relativeDropDifference(means: Float64Array): number {
  return part(means[ORIGINAL_DROP], means[ORIGINAL_CLEAN]) - part(means[VARIANT_DROP], means[VARIANT_CLEAN])
}

export function part(value = 0, whole = 0): number {
  return whole === 0 ? 0 : value / whole
}
