import { misuse, pairedCount, passes, type Outcomes } from './paired'

/** pass@1 with one sample a problem: the share of problems that passed, in [0, 1]. */
export function passAt1(outcomes: Outcomes): number {
  return passes(outcomes) / pairedCount(outcomes)
}

/**
 * Unbiased estimate of pass@k for one problem: 1 - C(n - c, k) / C(n, k), as a product that does not overflow.
 * Source: Chen et al. 2021 (HumanEval).
 * @param samples n, samples of the problem
 * @param correct c, those that passed, 0 <= c <= n
 * @param k 1 <= k <= n
 */
export function passAtK(samples: number, correct: number, k: number): number {
  const whole = [samples, correct, k].every((value) => Number.isInteger(value))
  if (!whole || correct < 0 || correct > samples || k < 1 || k > samples) {
    throw misuse(`pass@${k} is not defined for ${correct} of ${samples} samples.`)
  }
  if (samples - correct < k) return 1
  let allFail = 1
  for (let left = samples - correct + 1; left <= samples; left += 1) allFail *= 1 - k / left
  return 1 - allFail
}

/** Mean of the estimate over problems. */
export function meanPassAtK(
  problems: readonly { readonly samples: number; readonly correct: number }[],
  k: number,
): number {
  if (problems.length === 0) throw misuse('There is no problem to count.')
  return problems.reduce((sum, { samples, correct }) => sum + passAtK(samples, correct, k), 0) / problems.length
}
