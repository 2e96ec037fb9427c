import { resampledInterval, type BootstrapOptions } from '../metrics/bootstrap'
import type { Outcomes } from '../metrics/paired'
import { seededDrop, type Estimate } from '../metrics/seeded-intervals'
import type { SeedScheme } from '../metrics/two-level'
import { wilsonInterval } from '../metrics/wilson'

/** Enough for a band in a picture; the comparisons of the record take more. */
const RESAMPLES = 1000

/** pass@1 under one seed or several. */
export interface PassEstimate extends Estimate {
  readonly n: number
  readonly seeds: number
}

/**
 * Mean pass@1 with its 95 % interval: Wilson's for one seed, the bootstrap by problem and seed for several (`crossed` for
 * noise, which touches all problems, `within` for attacks, which draw for each). Null where there is no problem.
 */
export function passEstimate(seeds: readonly Outcomes[], scheme: SeedScheme): PassEstimate | null {
  const [first] = seeds
  const n = first?.length ?? 0
  if (first === undefined || n === 0) return null
  if (seeds.length === 1) {
    const passed = first.filter(Boolean).length
    return { value: passed / n, ...wilsonInterval(passed, n), n, seeds: 1 }
  }
  const nothing = first.map(() => false)
  // Net loss from nothing is minus what passed.
  const { value, low, high } = seededDrop([nothing], seeds, { seeds: scheme, resamples: RESAMPLES })
  return { value: -value, low: -high, high: -low, n, seeds: seeds.length }
}

/** A mean over problems with its 95 % percentile bootstrap by problem. Null where there is no problem. */
export function problemMean(values: readonly number[], options: BootstrapOptions = {}): Estimate | null {
  const n = values.length
  if (n === 0) return null
  const value = values.reduce((sum, one) => sum + one, 0) / n
  if (values.every((one) => one === values[0])) return { value, low: value, high: value }
  const interval = resampledInterval(
    (generator) => {
      let sum = 0
      for (let drawn = 0; drawn < n; drawn += 1) sum += values[generator.below(n)] ?? 0
      return sum / n
    },
    { resamples: RESAMPLES, ...options },
  )
  return { value, ...interval }
}
