import { misuse } from './paired'

/** Quantiles of the standard normal distribution for two-sided intervals. */
const NORMAL_QUANTILE = { 0.9: 1.6448536269514722, 0.95: 1.959963984540054, 0.99: 2.5758293035489004 } as const
export type Confidence = keyof typeof NORMAL_QUANTILE

export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * Wilson score interval of a share (Wilson 1927): with z the normal quantile and p = passed / n,
 * (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n). For a single pass@1, not for a difference.
 */
export function wilsonInterval(passed: number, total: number, confidence: Confidence = 0.95): Interval {
  if (!Number.isInteger(passed) || !Number.isInteger(total) || total < 1 || passed < 0 || passed > total) {
    throw misuse(`${passed} of ${total} is not a share.`)
  }
  const z = NORMAL_QUANTILE[confidence]
  const share = passed / total
  const scale = 1 + (z * z) / total
  const centre = (share + (z * z) / (2 * total)) / scale
  const reach = (z / scale) * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total))
  // The ends are exact where nothing or everything passed; rounding must not push them past the possible.
  return { low: passed === 0 ? 0 : centre - reach, high: passed === total ? 1 : centre + reach }
}
