import { halfBinomialTail } from './half-binomial'
import { misuse } from './paired'

/** How a family of paired comparisons came out; ties are left out of the test (Dixon and Mood 1946). */
export interface SignTest {
  /** Comparisons that are no tie: wins + losses. */
  readonly n: number
  readonly wins: number
  readonly losses: number
  readonly ties: number
  /** Two-sided p, in [0, 1] (0 only by underflow, below 1e-308); 1 where all are ties. */
  readonly p: number
}

/**
 * Exact two-sided sign test: p = min(1, 2 P(X <= min(wins, losses))) with X ~ Binomial(wins + losses, 1/2), in [0, 1];
 * 1 where both are 0. Ties are left out before. The comparisons have to be independent: MBPP and MBPP+ cells of the
 * same generations are not. Source: Dixon and Mood 1946; agrees with scipy.stats.binomtest.
 *
 * @throws LabError `internal` for what is no count
 */
export function signTest(wins: number, losses: number): number {
  if (!Number.isSafeInteger(wins) || !Number.isSafeInteger(losses) || wins < 0 || losses < 0) {
    throw misuse(`${wins} and ${losses} are not counts of wins and losses.`)
  }
  return Math.min(1, 2 * halfBinomialTail(Math.min(wins, losses), wins + losses))
}

/**
 * Sign test of differences, one a comparison: above 0 a win, below 0 a loss, 0 a tie. Infinities keep their sign, so
 * that the limits of an RRS can be given as log RRS.
 *
 * @throws LabError `internal` for NaN
 */
export function signTestOf(differences: readonly number[]): SignTest {
  if (differences.some(Number.isNaN)) throw misuse('A difference is not a number.')
  const wins = differences.filter((difference) => difference > 0).length
  const losses = differences.filter((difference) => difference < 0).length
  return { n: wins + losses, wins, losses, ties: differences.length - wins - losses, p: signTest(wins, losses) }
}
