import { bootstrapInterval, type BootstrapOptions } from './bootstrap'
import { relativeDrop } from './drop'
import type { Outcomes } from './paired'

/** The paper's %drop with its 95 % interval; fractions (0.1 is 10 %), at most 1, below 0 where more passed perturbed. */
export interface RelativeDropEstimate {
  readonly drop: number
  /** Null where it has no limit: too many resamples have no problem that passed clean. */
  readonly low: number | null
  readonly high: number | null
}

/**
 * Equation 1 of the paper, (clean - perturbed) / clean, with the paired percentile bootstrap by problem
 * (`bootstrapInterval`): the denominator is drawn again as well. Null where nothing passed clean.
 *
 * In a resample where nothing passes clean the value is taken to its limit: without lower limit where something passes
 * perturbed, 0 where nothing passes either way.
 *
 * @throws LabError `internal` for no problems, or arms of different lengths
 */
export function relativeDropEstimate(
  clean: Outcomes,
  perturbed: Outcomes,
  options: BootstrapOptions = {},
): RelativeDropEstimate | null {
  const drop = relativeDrop(clean, perturbed)
  if (drop === null) return null
  const kinds = clean.map((before, index) => 2 * Number(before) + Number(perturbed[index] ?? false))
  const { low, high } = bootstrapInterval(kinds, 4, limitedRelativeDrop, options)
  return { drop, low: Number.isFinite(low) ? low : null, high: Number.isFinite(high) ? high : null }
}

/** `counts` of: neither, gained, lost, both. */
function limitedRelativeDrop(counts: Float64Array): number {
  const [, gained = 0, lost = 0, both = 0] = counts
  if (lost + both > 0) return (lost - gained) / (lost + both)
  return gained > 0 ? Number.NEGATIVE_INFINITY : 0
}
