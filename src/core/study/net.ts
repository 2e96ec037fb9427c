import { signTestOf, type SignTest } from '../metrics/sign-test'
import { netBySeed, type SeededOutcomes } from '../metrics/two-level'

/**
 * Net losses of each problem, summed over its seeds: above 0 it was lost more often than gained. One sample a problem
 * and one seed give -1, 0 or 1, and the sign test of them is exact McNemar.
 */
export function netByProblem(clean: SeededOutcomes, perturbed: SeededOutcomes): Int32Array {
  const seeds = Math.max(clean.length, perturbed.length)
  const nets = netBySeed(clean, perturbed, seeds)
  const sums = new Int32Array(nets.length / seeds)
  nets.forEach((net, place) => {
    const problem = Math.floor(place / seeds)
    sums[problem] = (sums[problem] ?? 0) + net
  })
  return sums
}

/** Exact two-sided sign test by problem: do more problems lose than gain? Problems are independent, their seeds are not. */
export function problemSignTest(nets: Int32Array): SignTest {
  return signTestOf([...nets])
}
