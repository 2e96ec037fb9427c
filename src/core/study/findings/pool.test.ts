import { expect, test } from 'vitest'
import { Xoshiro128 } from '../../random/xoshiro'
import { seededDropDifference } from '../../metrics/seeded-intervals'
import { Pool } from './pool'

const generator = new Xoshiro128(5)
const column = (chance: number) => Array.from({ length: 40 }, () => generator.below(100) < chance)
const [originalClean, variantClean] = [column(80), column(75)]
const [originalPerturbed, variantPerturbed] = [
  [column(50), column(60), column(40)],
  [column(45), column(50), column(50)],
]

test.each(['within', 'crossed'] as const)(
  'one arm under seeds is the difference of drops, draw for draw: %s',
  (seeds) => {
    const pool = new Pool(40)
    pool.add('attack', 3, 0, (problem, seed) => {
      const net = (clean: boolean[], perturbed: boolean[][]) =>
        Number(clean[problem]) - Number(perturbed[seed]?.[problem] ?? false)
      return net(originalClean, originalPerturbed) - net(variantClean, variantPerturbed)
    })
    const expected = seededDropDifference(
      { originalClean: [originalClean], originalPerturbed, variantClean: [variantClean], variantPerturbed },
      { seeds },
    )
    const found = pool.estimate((means) => means[0] ?? 0, seeds)
    expect(found.value).toBeCloseTo(expected.value, 12)
    expect(found.low).toBeCloseTo(expected.low, 12)
    expect(found.high).toBeCloseTo(expected.high, 12)
    expect(found.n).toBe(40)
  },
)

test('axes add up, quantities stay apart', () => {
  const pool = new Pool(2, 2)
  pool.add('a', 1, 0, (problem) => problem)
  pool.add('a', 1, 0, () => 0.5)
  pool.add('b', 2, 1, (problem, seed) => 10 * problem + seed)
  // Mean of 0 and 1, and a half; mean of 0, 1, 10, 11.
  expect([...pool.means()]).toEqual([1, 5.5])
  const { value, low, high } = pool.estimate((means) => means[1] ?? 0, 'within')
  expect(value).toBe(5.5)
  // Sixteen equally likely draws of problem and seeds twice: the ends are near the least and the largest.
  expect(low).toBeLessThan(1)
  expect(high).toBeGreaterThan(10)
})

test('arms that lose the same problems have a difference without spread', () => {
  const pool = new Pool(10, 2)
  for (const quantity of [0, 1]) pool.add('', 1, quantity, (problem) => problem % 2)
  const { low, high, detectable } = pool.estimate((means) => (means[0] ?? 0) - (means[1] ?? 0), 'within')
  expect([low, high, detectable]).toEqual([0, 0, null])
})
