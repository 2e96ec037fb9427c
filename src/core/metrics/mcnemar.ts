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

/** P(X <= most) for X ~ Binomial(trials, 1/2) and most <= trials / 2. Relative error about 1e-13 at 10^6 trials. */
function halfBinomialTail(most: number, trials: number): number {
  // Terms relative to the largest, the last one: each is the next times i / (trials - i + 1).
  let relative = 0
  let term = 1
  for (let successes = most; term > 0 && successes >= 0; successes -= 1) {
    const before = relative
    relative += term
    if (relative === before) break
    term *= successes / (trials - successes + 1)
  }
  return halfBinomialPoint(most, trials) * relative
}

/** P(X = successes): C(trials, successes) / 2^trials, halving on the way so that nothing overflows. */
function halfBinomialPoint(successes: number, trials: number): number {
  let value = 1
  let halvings = trials
  for (let index = 1; index <= successes; index += 1) {
    value *= (trials - successes + index) / index
    while (value > 1 && halvings > 0) {
      value /= 2
      halvings -= 1
    }
  }
  return value * 2 ** -halvings
}
