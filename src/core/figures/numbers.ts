import type { Interval } from '../metrics/wilson'

/** Numbers in words, the same in tables, figures and files. */

/** A share as "87.5 %". */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** A difference of shares in points, with its sign: "−7.5", "+2.5", "0.0". */
export function points(difference: number): string {
  const rounded = Math.round(difference * 1000) / 10
  if (rounded === 0) return '0.0'
  return rounded < 0 ? `−${(-rounded).toFixed(1)}` : `+${rounded.toFixed(1)}`
}

export function probability(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3)
}

/** "−7.5 to +2.5". */
export function pointsInterval({ low, high }: Interval): string {
  return `${points(low)} to ${points(high)}`
}

/** "12.5 % to 30.0 %". */
export function percentInterval({ low, high }: Interval): string {
  return `${percent(low)} to ${percent(high)}`
}

/** A level of noise as the paper writes it: "1e-4", "3e-3"; "0.05" above. */
export function levelText(level: number): string {
  if (level === 0) return 'clean'
  if (level >= 0.05) return String(level)
  const [digits = '', exponent = ''] = level.toExponential(6).split('e')
  return `${Number(digits)}e${exponent.replace('+', '')}`
}

/** "1.25 GB", "3.1 MB", "640 kB". */
export function bytesText(bytes: number): string {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
}

/** A score between its limits: "0.31 to 1.80", "0.31 and above"; empty where there is none. */
export function scoreInterval(low: number | null, high: number | null): string {
  if (low === null) return ''
  return high === null ? `${low.toFixed(2)} and above` : `${low.toFixed(2)} to ${high.toFixed(2)}`
}
