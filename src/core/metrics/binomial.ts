import { misuse } from './paired'

/**
 * P(X = k) for k = 0..trials, X ~ Binomial(trials, chance). Built outward from the mode by the ratio of neighbours and
 * divided by the sum, so that nothing overflows and only basic operations are used: the same on every machine.
 * Relative error about 1e-15 times the distance from the mode.
 *
 * @throws LabError `internal` for what is no binomial distribution
 */
export function binomialMasses(trials: number, chance: number): Float64Array {
  if (!Number.isSafeInteger(trials) || trials < 0 || !(chance >= 0 && chance <= 1)) {
    throw misuse(`Binomial(${trials}, ${chance}) is no distribution.`)
  }
  const masses = new Float64Array(trials + 1)
  const mode = Math.min(trials, Math.floor((trials + 1) * chance))
  let total = 1
  masses[mode] = 1
  for (let k = mode, term = 1; k < trials && term > 0; k += 1) {
    term *= ((trials - k) * chance) / ((k + 1) * (1 - chance))
    masses[k + 1] = term
    total += term
  }
  for (let k = mode, term = 1; k > 0 && term > 0; k -= 1) {
    term *= (k * (1 - chance)) / ((trials - k + 1) * chance)
    masses[k - 1] = term
    total += term
  }
  return masses.map((mass) => mass / total)
}
