import type { BootstrapOptions } from './bootstrap'
import { dropInterval } from './intervals'
import { misuse, passes, type Outcomes } from './paired'
import type { Interval } from './wilson'

/** Two variants under growing noise: outcomes of the same problems in the same order at every level. */
export interface NoiseSweep {
  /** Upwards; 0 is no noise and comes first. */
  readonly levels: readonly number[]
  readonly original: readonly Outcomes[]
  readonly variant: readonly Outcomes[]
}

/** Where a curve crosses half of its clean value. */
export interface Crossing {
  readonly level: number
  /** The curve is below at the first level with noise already: it crosses at `level` or anywhere under it. */
  readonly atMost: boolean
}

/** Borders of the regions of the paper's figure 4: alike, apart, collapsed. */
export interface NoiseRegions {
  /**
   * First level at which the paired 95 % interval of pass@1 original minus variant leaves out 0, with that interval;
   * null where none does. Each level is judged on its own: of five that do not differ, one in four sweeps or so shows one.
   */
  readonly differFrom: ({ readonly level: number } & Interval) | null
  /** Null where half is not reached, or nothing passes clean. */
  readonly originalHalved: Crossing | null
  readonly variantHalved: Crossing | null
}

/**
 * Where two variants first differ, and where pass@1 of each has halved, interpolated linearly between the logarithms of
 * the two levels around it. The first crossing counts, should a curve come back.
 *
 * @throws LabError `internal` for levels that do not rise from 0, or arms that are not paired
 */
export function noiseRegions(sweep: NoiseSweep, options: BootstrapOptions = {}): NoiseRegions {
  const { levels, original, variant } = sweep
  const rising = levels[0] === 0 && levels.every((level, place) => place === 0 || level > (levels[place - 1] ?? 0))
  if (!rising) throw misuse('Levels of noise have to rise from 0.')
  if (original.length !== levels.length || variant.length !== levels.length) throw misuse('A level has no outcomes.')
  return {
    differFrom: firstDifference(sweep, options),
    originalHalved: halved(levels, original.map(passes)),
    variantHalved: halved(levels, variant.map(passes)),
  }
}

function firstDifference({ levels, original, variant }: NoiseSweep, options: BootstrapOptions) {
  for (const [place, level] of levels.entries()) {
    const { low, high } = dropInterval(original[place] ?? [], variant[place] ?? [], options)
    if (low > 0 || high < 0) return { level, low, high }
  }
  return null
}

function halved(levels: readonly number[], passed: readonly number[]): Crossing | null {
  const [clean = 0] = passed
  if (clean === 0) return null
  const half = clean / 2
  const place = passed.findIndex((count) => count <= half)
  if (place < 0) return null
  const [below = 0, level = 0] = [levels[place - 1], levels[place]]
  if (below === 0) return { level, atMost: true }
  const [before = 0, after = 0] = [passed[place - 1], passed[place]]
  const share = (before - half) / (before - after)
  return { level: below * (level / below) ** share, atMost: false }
}
