import { halfBinomialTail } from './half-binomial'
import { misuse } from './paired'

/**
 * Exact McNemar test on the two kinds of flips: two-sided binomial, p = min(1, 2 P(X <= min(lost, gained))) with
 * X ~ Binomial(lost + gained, 1/2); 1 where nothing flipped. Problems that did not flip say nothing.
 * Source: McNemar 1947, exact form; agrees with statsmodels' mcnemar(exact=True).
 */
export function exactMcNemar(lost: number, gained: number): number {
  if (!Number.isSafeInteger(lost) || !Number.isSafeInteger(gained) || lost < 0 || gained < 0) {
    throw misuse(`${lost} and ${gained} are not counts of flips.`)
  }
  return Math.min(1, 2 * halfBinomialTail(Math.min(lost, gained), lost + gained))
}
