import { Xoshiro128 } from '../random/xoshiro'
import { binomialMasses } from './binomial'
import { percentile } from './bootstrap'
import { logHistogram, type LogHistogram } from './log-histogram'
import { misuse } from './paired'
import { relativeRobustnessScore } from './robustness'
import type { Interval } from './wilson'

export interface NullBandOptions {
  readonly draws?: number
  /** Any integer; the same seed gives the same band, on every machine. */
  readonly seed?: number
}

/** Flips that a condition makes in each arm, in expectation. */
export interface ExpectedFlips {
  readonly total: number
  /** Problems that pass clean and fail perturbed. */
  readonly lost: number
  /** Problems that fail clean and pass perturbed. */
  readonly gained: number
}

/** Of the RRS where both drops are positive. */
export interface NullQuantiles {
  readonly median: number
  /** From the 5 % to the 95 % quantile. */
  readonly middle90: Interval
  /** From the 2.5 % to the 97.5 % quantile. */
  readonly middle95: Interval
}

export interface NullBand {
  readonly draws: number
  /** Share of draws in which not both drops are positive, so that there is no ratio. */
  readonly undefinedShare: number
  /** Null where no draw has a ratio. */
  readonly quantiles: NullQuantiles | null
  /** Of the ratios, by powers of two. */
  readonly histogram: LogHistogram
}

export const NULL_BAND_DRAWS = 20_000

/**
 * What RRS a study gives when nothing differs: two arms are drawn with the same chances of flips, each problem of each
 * arm independently lost with chance lost/n and gained with gained/n, and scored by equation 2 with the paper's addend.
 * An RRS within the band is no evidence of a difference. Two variants of one model share many of their flips, and then
 * the band is somewhat narrower: the bootstrap interval of the study itself (`robustness`) knows that, this does not.
 *
 * Monte Carlo error of the share beyond a quantile q: sqrt(q(1-q)/draws), 0.15 points for 5 % in 20,000 draws.
 *
 * @throws LabError `internal` for what are no counts of flips in so many problems
 */
export function nullBand(
  { total, lost, gained }: ExpectedFlips,
  { draws = NULL_BAND_DRAWS, seed = 0 }: NullBandOptions = {},
): NullBand {
  if (!Number.isSafeInteger(total) || total < 1 || !(lost >= 0) || !(gained >= 0) || lost + gained > total) {
    throw misuse(`${lost} lost and ${gained} gained of ${total} problems cannot be.`)
  }
  const generator = new Xoshiro128(seed)
  const draw = netLossSampler(total, (lost + gained) / total, lost / (lost + gained || 1), generator)
  const scores: number[] = []
  for (let drawn = 0; drawn < draws; drawn += 1) {
    const original = draw()
    const variant = draw()
    if (original > 0 && variant > 0) scores.push(relativeRobustnessScore(original / total, variant / total))
  }
  scores.sort((first, second) => first - second)
  const at = (share: number): number => percentile(scores, share)
  const middle = (outside: number): Interval => ({ low: at(outside), high: at(1 - outside) })
  return {
    draws,
    undefinedShare: 1 - scores.length / draws,
    quantiles: scores.length === 0 ? null : { median: at(0.5), middle90: middle(0.05), middle95: middle(0.025) },
    histogram: logHistogram(scores),
  }
}

/** Draws the number of flips from its binomial distribution, then the way of each: far fewer draws than problems. */
function netLossSampler(total: number, flipChance: number, lossChance: number, generator: Xoshiro128): () => number {
  let sum = 0
  const cumulative = binomialMasses(total, flipChance).map((mass) => (sum += mass))
  const lossLimit = lossChance * 0x100000000
  return () => {
    const chance = generator.next() / 0x100000000
    let flipped = 0
    let above = total
    while (flipped < above) {
      const middle = (flipped + above) >> 1
      if ((cumulative[middle] ?? 1) > chance) above = middle
      else flipped = middle + 1
    }
    let net = 0
    for (let flip = 0; flip < flipped; flip += 1) net += generator.next() < lossLimit ? 1 : -1
    return net
  }
}
