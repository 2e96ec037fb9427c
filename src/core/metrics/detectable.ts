import { binomialMasses } from './binomial'
import { exactMcNemar } from './mcnemar'
import { misuse } from './paired'

/** A study of two paired arms. */
export interface PairedDesign {
  /** Problems. */
  readonly total: number
  /** Share of problems that flip at all, either way, in [0, 1]. */
  readonly discordantShare: number
}

export interface DetectableOptions {
  readonly power?: number
  readonly alpha?: number
}

/** Numbers of flips rarer than this are left out of the sum; the error of a power is below it times their number. */
const NEGLIGIBLE = 1e-14

/**
 * Exact power of the two-sided exact McNemar test: sum over d of P(D = d) P(p(L, d - L) <= alpha), with
 * D ~ Binomial(n, discordant share) flips and L ~ Binomial(d, (1 + difference / share) / 2) of them one way. In [0, 1];
 * absolute error below 1e-10. Source: unconditional power of the conditional test, e.g. Duffy 1984.
 *
 * @param difference of the two pass@1, as a fraction; its size is at most the discordant share
 * @throws LabError `internal` for a design that cannot be
 */
export function mcNemarPower({ total, discordantShare }: PairedDesign, difference: number, alpha = 0.05): number {
  return powerOf(flipMasses(total, discordantShare), criticalCounts(total, alpha), difference / (discordantShare || 1))
}

/**
 * Smallest difference of pass@1 (a fraction) that the exact McNemar test of n problems finds with the given power. The
 * power grows with the difference, so halving finds it, to 1e-9. Null where even flips that all go one way are too few.
 *
 * @throws LabError `internal` for a design that cannot be
 */
export function smallestDetectable(
  { total, discordantShare }: PairedDesign,
  { power = 0.8, alpha = 0.05 }: DetectableOptions = {},
): number | null {
  const masses = flipMasses(total, discordantShare)
  const critical = criticalCounts(total, alpha)
  if (powerOf(masses, critical, 1) < power) return null
  let below = 0
  let enough = 1
  while (discordantShare * (enough - below) > 1e-9) {
    const middle = (below + enough) / 2
    if (powerOf(masses, critical, middle) < power) below = middle
    else enough = middle
  }
  return discordantShare * enough
}

function flipMasses(total: number, discordantShare: number): Float64Array {
  if (total < 1) throw misuse('There is no problem to count.')
  return binomialMasses(total, discordantShare)
}

/** @param lean (lost - gained) / flips in expectation, -1..1 */
function powerOf(masses: Float64Array, critical: Int32Array, lean: number): number {
  if (!(Math.abs(lean) <= 1)) throw misuse('Two arms cannot differ by more than the share that flips.')
  let power = 0
  masses.forEach((mass, flipped) => {
    const most = critical[flipped] ?? -1
    if (mass < NEGLIGIBLE || most < 0) return
    const ways = binomialMasses(flipped, (1 + lean) / 2)
    let rejected = 0
    // The tails do not meet: p is 1 at and beside the middle.
    for (let few = 0; few <= most; few += 1) rejected += (ways[few] ?? 0) + (ways[flipped - few] ?? 0)
    power += mass * rejected
  })
  return Math.min(1, power)
}

/** For each number of flips, the largest smaller side that is still significant; -1 where none is. */
function criticalCounts(total: number, alpha: number): Int32Array {
  const critical = new Int32Array(total + 1)
  let most = -1
  for (let flipped = 0; flipped <= total; flipped += 1) {
    // One flip more moves the limit by at most one.
    if (exactMcNemar(most + 1, Math.max(0, flipped - most - 1)) <= alpha && 2 * (most + 1) < flipped) most += 1
    critical[flipped] = most
  }
  return critical
}
