import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import golden from './fixtures/statistics.json'
import { passAtK } from './pass-at-k'
import { meanPassHatK, passHatK } from './pass-hat-k'

const COUNTS = fc
  .integer({ min: 1, max: 60 })
  .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n }), fc.integer({ min: 1, max: n })))

describe('pass^k', () => {
  it.each(golden.pass_hat_k)('n $n, c $c, k $k agrees with fractions', ({ n, c, k, value }) => {
    expect(Math.abs(passHatK(n, c, k) - value)).toBeLessThanOrEqual(1e-12 * value)
  })

  it('is the complement of some sample failing, at most pass@k, and falls with k', () => {
    fc.assert(
      fc.property(COUNTS, ([n, c, k]) => {
        const all = passHatK(n, c, k)
        expect(all).toBeCloseTo(1 - passAtK(n, n - c, k), 10)
        expect(all).toBeGreaterThanOrEqual(0)
        expect(all).toBeLessThanOrEqual(passAtK(n, c, k) + 1e-12)
        if (k > 1) expect(all).toBeLessThanOrEqual(passHatK(n, c, k - 1))
        if (c < n) expect(all).toBeLessThanOrEqual(passHatK(n, c + 1, k))
        expect(passHatK(n, c, 1)).toBe(c / n)
      }),
    )
  })

  it('is unbiased: the mean over all subsets of k samples', () => {
    // 5 samples, 3 right, k = 2: of the 10 pairs 3 are right in both.
    expect(passHatK(5, 3, 2)).toBeCloseTo(0.3, 12)
  })

  it('is the mean over problems, in any order', () => {
    const problems = [
      { samples: 2, correct: 1 },
      { samples: 2, correct: 2 },
      { samples: 4, correct: 3 },
    ]
    expect(meanPassHatK(problems, 2)).toBeCloseTo((0 + 1 + 0.5) / 3, 12)
    expect(meanPassHatK([...problems].reverse(), 2)).toBeCloseTo(0.5, 12)
  })

  it('refuses what is not defined', () => {
    expect(() => passHatK(1, 2, 1)).toThrow('not defined')
    expect(() => passHatK(1, 1, 2)).toThrow('not defined')
    expect(() => passHatK(1, 1, 0)).toThrow('not defined')
    expect(() => meanPassHatK([], 1)).toThrow('no problem')
  })
})
