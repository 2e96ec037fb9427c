import { smallestDetectable } from '../metrics/detectable'
import type { Interval } from '../metrics/wilson'

/** Normal quantiles of a two-sided test at 5 % and of a power of 80 %: 1.960 + 0.842. */
const ERRORS_TO_DETECT = 1.959964 + 0.841621

/**
 * Smallest effect that a study of this size finds with a power of 80 %, from the interval of an estimate: 2.80 standard
 * errors, one being the width of the 95 % interval by 2 * 1.96. For means over several arms, where McNemar's test does
 * not apply; in the unit of the interval. Null where the interval has no width: nothing differed, which shows no error.
 */
export function detectableFrom({ low, high }: Interval): number | null {
  return low === high ? null : (ERRORS_TO_DETECT * (high - low)) / (2 * 1.959964)
}

/** The same of a single pair of arms, exact, by McNemar's test at the flips seen; null where these are too few. */
export function detectablePair(n: number, flipped: number): number | null {
  const key = `${n} ${flipped}`
  const known = found.get(key)
  if (known !== undefined) return known
  const value = smallestDetectable({ total: n, discordantShare: flipped / n })
  found.set(key, value)
  return value
}

/** Tables ask for the same pair again and again. */
const found = new Map<string, number | null>()
