import { misuse } from './paired'

/**
 * Unbiased estimate of pass^k for one problem, that k samples are all right: C(c, k) / C(n, k), in [0, 1], as a product
 * that does not overflow. pass^1 is pass@1; from there it falls with k where pass@k rises.
 * Source: Yao et al. 2024 (tau-bench). Relative error about k * 1e-16.
 *
 * @param samples n, samples of the problem
 * @param correct c, those that passed, 0 <= c <= n
 * @param k 1 <= k <= n
 * @throws LabError `internal` for anything else
 */
export function passHatK(samples: number, correct: number, k: number): number {
  const whole = [samples, correct, k].every((value) => Number.isInteger(value))
  if (!whole || correct < 0 || correct > samples || k < 1 || k > samples) {
    throw misuse(`pass^${k} is not defined for ${correct} of ${samples} samples.`)
  }
  if (correct < k) return 0
  let allPass = 1
  for (let drawn = 0; drawn < k; drawn += 1) allPass *= (correct - drawn) / (samples - drawn)
  return allPass
}

/** Mean of the estimate over problems. @throws LabError `internal` for no problem */
export function meanPassHatK(
  problems: readonly { readonly samples: number; readonly correct: number }[],
  k: number,
): number {
  if (problems.length === 0) throw misuse('There is no problem to count.')
  return problems.reduce((sum, { samples, correct }) => sum + passHatK(samples, correct, k), 0) / problems.length
}
