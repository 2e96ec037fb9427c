import type { Interval } from '../../metrics/wilson'
import type { Pooled, Tested } from './pool'

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

/** An effect is called one only where two witnesses say so: the interval leaves out 0, and the exact test is below this. */
const SIGNIFICANT = 0.05

/** Which way an estimate points, where both witnesses agree that it does. */
export function direction({ low, high, signs }: Interval & Pick<Tested, 'signs'>): 'above' | 'below' | 'unclear' {
  if (signs.p >= SIGNIFICANT) return 'unclear'
  if (low > 0) return 'above'
  return high < 0 ? 'below' : 'unclear'
}

/** What is said behind an estimate that is no effect; nothing behind another. */
export function cannotTell(estimate: Tested, digits = 1): string {
  const { n, detectable, low, high, signs } = estimate
  if (direction(estimate) !== 'unclear') return ''
  if (detectable === null) return `; nothing differed on ${n} problems`
  if (low > 0 || high < 0) {
    return `; the interval leaves out 0, but of the ${signs.n} problems that differ at all ${signs.wins} lie above and ${signs.losses} below (exact p ${probability(signs.p)}): too few to call it an effect`
  }
  return `; this n cannot tell: ${n} problems find ${size(detectable, digits)} points in four of five studies`
}

/** Of the sign test, e.g. "12/5, 0.143". */
export function signsText({ signs: { wins, losses, p } }: Tested): string {
  return `${wins}/${losses}, ${probability(p)}`
}

export function probability(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3)
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
