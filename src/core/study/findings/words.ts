import type { Interval } from '../../metrics/wilson'
import type { Pooled } from './pool'

/** Numbers of answers in words; shares come in, points or percent go out. */

export const POINTS = 'points of pass@1'

/** "+1.2", "−0.5", "0.0". */
export function signed(value: number, digits = 1): string {
  const text = Math.abs(100 * value).toFixed(digits)
  if (Number(text) === 0) return text
  return value < 0 ? `−${text}` : `+${text}`
}

/** "1.2" without a sign. */
export function size(value: number, digits = 1): string {
  return Math.abs(100 * value).toFixed(digits)
}

export function between({ low, high }: Interval, digits = 1): string {
  return `${signed(low, digits)} to ${signed(high, digits)}`
}

/** "+1.2 (−0.3 to +2.7)". */
export function withInterval(estimate: Pooled, digits = 1): string {
  return `${signed(estimate.value, digits)} (${between(estimate, digits)})`
}

/** Which way an estimate points: only where its interval leaves out 0. */
export function direction({ low, high }: Interval): 'above' | 'below' | 'unclear' {
  if (low > 0) return 'above'
  return high < 0 ? 'below' : 'unclear'
}

/** What is said behind an estimate whose interval holds 0; nothing behind another. */
export function cannotTell(estimate: Pooled, digits = 1): string {
  const { n, detectable } = estimate
  if (direction(estimate) !== 'unclear') return ''
  if (detectable === null) return `; nothing differed on ${n} problems`
  return `; this n cannot tell: ${n} problems find ${size(detectable, digits)} points in four of five studies`
}

/** For a table: the difference that is found with a power of 80 %. */
export function sees({ detectable }: Pooled, digits = 1): string {
  return detectable === null ? '–' : size(detectable, digits)
}

/** A share as "61.2 %". */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** Points or percent of an estimate, for the file of findings. */
export function figures({ value, low, high, n }: Pooled): {
  estimate: number
  low: number
  high: number
  n: number
} {
  const rounded = (share: number) => Math.round(share * 1e5) / 1e3
  return { estimate: rounded(value), low: rounded(low), high: rounded(high), n }
}
