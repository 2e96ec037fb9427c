import type { Xoshiro128 } from '../random/xoshiro'
import { resampledInterval, type BootstrapOptions } from './bootstrap'
import type { NetLosses } from './intervals'
import { misuse, pairedCount, type Outcomes } from './paired'
import type { Interval } from './wilson'

/** An arm under several seeds: outcomes by problem for each seed; one entry where no seed changes it (clean, greedy). */
export type SeededOutcomes = readonly Outcomes[]

/**
 * What a seed is. `within`: each problem has draws of its own (the seed of an attack), so seeds are drawn again for each
 * problem drawn. `crossed`: one draw touches all problems (the seed of noise on weights), so the seeds are drawn once a
 * resample and hold for all problems (Owen 2007, the pigeonhole bootstrap).
 */
export type SeedScheme = 'within' | 'crossed'

export interface TwoLevelOptions extends BootstrapOptions {
  /** No default: taking a common seed for one of each problem makes intervals far too narrow (docs/statistics.md). */
  readonly seeds: SeedScheme
}

/** The number of seeds of arms that belong together: 1 or s of each. @throws LabError `internal` for anything else */
export function seedCount(...arms: readonly SeededOutcomes[]): number {
  const most = Math.max(...arms.map((arm) => arm.length))
  if (arms.some((arm) => arm.length !== 1 && arm.length !== most)) throw misuse('Arms differ in their seeds.')
  const [first = [], ...others] = arms.flat()
  pairedCount(first, ...others)
  return most
}

/** Net loss (clean - perturbed, -1..1) of each problem under each seed, problem after problem. */
export function netBySeed(clean: SeededOutcomes, perturbed: SeededOutcomes, seeds: number): Int8Array {
  const total = clean[0]?.length ?? 0
  const passed = (arm: SeededOutcomes, seed: number, problem: number): number =>
    Number((arm.length === 1 ? arm[0] : arm[seed])?.[problem] ?? false)
  return Int8Array.from({ length: total * seeds }, (_, place) => {
    const [problem, seed] = [Math.floor(place / seeds), place % seeds]
    return passed(clean, seed, problem) - passed(perturbed, seed, problem)
  })
}

/**
 * Percentile bootstrap by problem and seed (Davison and Hinkley 1997, section 3.8): n problems are drawn with
 * replacement, and s seeds with replacement as `options.seeds` says; a seed that is drawn holds for all arms, so that
 * they stay paired. With one seed it is `bootstrapInterval`, draw for draw.
 *
 * `within` is somewhat too wide (the spread within problems counts twice), `crossed` too narrow with few seeds, since s
 * draws show only (s - 1) / s of their variance: docs/statistics.md has the coverage.
 *
 * @param statistic of the net losses per problem and seed, as fractions; it may return an infinity, never NaN
 */
export function twoLevelInterval(
  original: Int8Array,
  variant: Int8Array,
  seeds: number,
  statistic: (losses: NetLosses) => number,
  { seeds: scheme, ...options }: TwoLevelOptions,
): Interval {
  const cells = original.length
  const chosen = new Uint32Array(seeds)
  const choose = (generator: Xoshiro128): void => {
    if (seeds === 1) return
    for (let place = 0; place < seeds; place += 1) chosen[place] = generator.below(seeds)
  }
  return resampledInterval((generator) => {
    let originalNet = 0
    let variantNet = 0
    if (scheme === 'crossed') choose(generator)
    for (let drawn = 0; drawn < cells; drawn += seeds) {
      const start = seeds * generator.below(cells / seeds)
      if (scheme === 'within') choose(generator)
      for (let place = 0; place < seeds; place += 1) {
        const cell = start + (chosen[place] ?? 0)
        originalNet += original[cell] ?? 0
        variantNet += variant[cell] ?? 0
      }
    }
    return statistic({ original: originalNet / cells, variant: variantNet / cells })
  }, options)
}
