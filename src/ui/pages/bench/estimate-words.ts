import { variantLabel } from '../../../core/experiment/labels'
import type { Range, VariantForecast } from '../../../core/experiment/forecast'
import type { Spec } from '../../../core/experiment/spec'
import { duration } from '../../words'

/** "2 min 10 s (1 min 40 s to 4 min 05 s)"; one time alone where the ends round to it. */
export function rangeWords({ low, middle, high }: Range): string {
  const [least, guess, most] = [duration(low), duration(middle), duration(high)]
  return least === most ? guess : `${guess} (${least} to ${most})`
}

/** Seconds of one sample: "0.012 s", "1.3 s". */
export function secondsWords(seconds: number): string {
  return `${seconds < 0.1 ? seconds.toFixed(3) : seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(0)} s`
}

/** How the pace of a variant is known. */
export function sourceWords({ pace, work, stored }: VariantForecast, spec: Spec, note: string | null): string {
  if (work === 0) return 'same work as a variant above'
  if (stored !== null && stored >= work) return 'all there'
  if (pace === null) return note === null ? 'not measured' : `not measured: ${note}`
  if (pace.how === 'measured') return note === null ? 'measured' : `measured; ${note}`
  const from = [...new Set(pace.from.map((place) => labelAt(spec, place)))].join(', ')
  return `scaled from ${from}${note === null ? '' : `; ${note}`}`
}

function labelAt({ variants }: Spec, place: number): string {
  const variant = variants[place]
  return variant === undefined ? '?' : variantLabel(variant)
}
