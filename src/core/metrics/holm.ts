import { misuse } from './paired'

/**
 * p-values adjusted for a family of m tests (Holm 1979), in the order given: with p sorted upwards, the i-th becomes
 * max over j <= i of min(1, (m - j + 1) p_j). An adjusted p <= 0.05 keeps the chance of any false alarm in the family
 * at 5 % or less, whatever the tests' dependence. Agrees with statsmodels' multipletests(method='holm').
 *
 * @param values p-values in [0, 1]; none gives none
 * @throws LabError `internal` for what is no p-value
 */
export function holmAdjusted(values: readonly number[]): number[] {
  for (const value of values) {
    if (!(value >= 0 && value <= 1)) throw misuse(`${value} is not a p-value.`)
  }
  const adjusted = new Array<number>(values.length).fill(1)
  const upwards = values.map((value, place) => ({ value, place })).sort((first, second) => first.value - second.value)
  let largest = 0
  upwards.forEach(({ value, place }, rank) => {
    largest = Math.max(largest, Math.min(1, (values.length - rank) * value))
    adjusted[place] = largest
  })
  return adjusted
}
