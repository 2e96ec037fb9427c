import { Xoshiro128 } from '../random/xoshiro'
import { misuse } from './paired'
import type { Interval } from './wilson'

export interface BootstrapOptions {
  /** Any integer; the same seed gives the same interval. */
  readonly seed?: number
  /** Resamples, B. */
  readonly resamples?: number
  /** Two-sided coverage. */
  readonly confidence?: number
}

export const BOOTSTRAP_RESAMPLES = 2000

/**
 * Paired percentile bootstrap by problem (Efron and Tibshirani 1993, chapter 13): problems are drawn with replacement,
 * all arms of a problem together, and the statistic is computed again. The ends are percentiles of the resamples.
 *
 * @param kinds the kind of each problem, an integer in [0, kindCount): all that the statistic needs to know of it
 * @param statistic of how often each kind was drawn (length kindCount, adds up to the number of problems). It must
 *   not keep the array, which is used again. It may return an infinity, never NaN.
 */
export function bootstrapInterval(
  kinds: readonly number[],
  kindCount: number,
  statistic: (counts: Float64Array) => number,
  options: BootstrapOptions = {},
): Interval {
  if (kinds.length === 0) throw misuse('There is no problem to resample.')
  const problems = Uint8Array.from(kinds)
  const counts = new Float64Array(kindCount)
  return resampledInterval((generator) => {
    counts.fill(0)
    for (let drawn = 0; drawn < problems.length; drawn += 1) {
      const kind = problems[generator.below(problems.length)] ?? 0
      counts[kind] = (counts[kind] ?? 0) + 1
    }
    return statistic(counts)
  }, options)
}

/**
 * Percentile interval of a statistic over resamples, whatever is resampled.
 *
 * @param once draws one resample and returns its statistic: an infinity is fine, NaN is not
 */
export function resampledInterval(
  once: (generator: Xoshiro128) => number,
  { seed = 0, resamples = BOOTSTRAP_RESAMPLES, confidence = 0.95 }: BootstrapOptions = {},
): Interval {
  const generator = new Xoshiro128(seed)
  const values = new Float64Array(resamples)
  for (let resample = 0; resample < resamples; resample += 1) values[resample] = once(generator)
  values.sort()
  const outside = (1 - confidence) / 2
  return { low: percentile(values, outside), high: percentile(values, 1 - outside) }
}

/** Linear interpolation between order statistics (numpy's default); `sorted` is ascending and not empty. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  // Equal neighbours first: two infinities would otherwise give NaN.
  return below === above ? below : below + (above - below) * (place - Math.floor(place))
}
