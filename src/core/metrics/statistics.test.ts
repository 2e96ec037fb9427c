import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bootstrapInterval, percentile } from './bootstrap'
import { drop, loss, relativeDrop } from './drop'
import golden from './fixtures/statistics.json'
import { flips } from './flips'
import { dropDifferenceInterval, dropInterval, type FourArms } from './intervals'
import { exactMcNemar } from './mcnemar'
import { meanPassAtK, passAt1, passAtK } from './pass-at-k'
import type { Outcomes } from './paired'
import { relativeRobustnessScore, robustness, robustnessOutcome } from './robustness'
import { wilsonInterval, type Confidence } from './wilson'

const CONFIDENCES: readonly Confidence[] = [0.9, 0.95, 0.99]

function outcomes(text: string): Outcomes {
  return Array.from(text, (letter) => letter === '1')
}

function fourArms(texts: readonly string[]): FourArms {
  const [originalClean = [], originalPerturbed = [], variantClean = [], variantPerturbed = []] = texts.map(outcomes)
  return { originalClean, originalPerturbed, variantClean, variantPerturbed }
}

function closeTo(actual: number, expected: number, relative = 1e-9): void {
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(
    relative * Math.abs(expected) + 1e-300,
  )
}

const FOUR_ARMS = fc
  .array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 40 })
  .map((rows): FourArms => ({
    originalClean: rows.map((row) => row[0]),
    originalPerturbed: rows.map((row) => row[1]),
    variantClean: rows.map((row) => row[2]),
    variantPerturbed: rows.map((row) => row[3]),
  }))

describe('exact McNemar', () => {
  it.each(golden.mcnemar)('$lost against $gained agrees with statsmodels, scipy and fractions', (vector) => {
    const p = exactMcNemar(vector.lost, vector.gained)
    closeTo(p, vector.p)
    closeTo(p, vector.binomial)
    if (vector.exact !== null) closeTo(p, vector.exact, 1e-12)
    expect(exactMcNemar(vector.gained, vector.lost)).toBe(p)
  })

  it('refuses what is no count', () => {
    expect(() => exactMcNemar(-1, 0)).toThrow('not counts')
    expect(() => exactMcNemar(0.5, 0)).toThrow('not counts')
  })
})

describe('Wilson interval', () => {
  it.each(golden.wilson)(
    '$passed of $total at $confidence agrees with statsmodels',
    ({ passed, total, confidence, interval }) => {
      const level = CONFIDENCES.find((known) => known === confidence) ?? 0.95
      const { low, high } = wilsonInterval(passed, total, level)
      closeTo(low, passed === 0 ? 0 : (interval[0] ?? -1))
      closeTo(high, interval[1] ?? -1)
    },
  )
})

describe('pass@k', () => {
  it.each(golden.pass_at_k)('n $n, c $c, k $k agrees with fractions and scipy', ({ n, c, k, value, scipy }) => {
    expect(passAtK(n, c, k)).toBeCloseTo(value, 12)
    expect(passAtK(n, c, k)).toBeCloseTo(scipy, 9)
  })

  it('is the mean over problems, and pass@1 for one sample', () => {
    expect(
      meanPassAtK(
        [
          { samples: 2, correct: 1 },
          { samples: 2, correct: 2 },
        ],
        1,
      ),
    ).toBe(0.75)
    expect(passAt1([true, false, false, true])).toBe(0.5)
    expect(() => passAt1([])).toThrow('no problem')
    expect(() => passAtK(1, 2, 1)).toThrow('not defined')
    expect(() => passAtK(1, 1, 2)).toThrow('not defined')
  })
})

describe('drop and flips', () => {
  it('count problem by problem', () => {
    const clean = outcomes('1110001')
    const perturbed = outcomes('1001001')
    expect(flips(clean, perturbed)).toEqual({ both: 2, lost: 2, gained: 1, neither: 2 })
    expect(drop(clean, perturbed)).toBe(1 / 7)
    expect(loss(clean, perturbed)).toBe(1 / 7)
    expect(relativeDrop(clean, perturbed)).toBe(1 / 4)
    expect(relativeDrop(outcomes('00'), outcomes('01'))).toBeNull()
    expect(() => drop(clean, [true])).toThrow('not paired')
  })
})

describe('bootstrap intervals', () => {
  it.each(golden.bootstrap)('agree with scipy.stats.bootstrap within Monte Carlo error', (vector) => {
    const arms = fourArms(vector.arms)
    const total = arms.originalClean.length
    expect(drop(arms.originalClean, arms.originalPerturbed)).toBeCloseTo(vector.drop, 12)
    const options = { seed: 3, resamples: 40_000 }
    // Ends lie on the grid of 1/n; near a step of the distribution two runs differ by one step of it.
    const step = 1.01 / total
    const ends = dropInterval(arms.originalClean, arms.originalPerturbed, options)
    expect(Math.abs(ends.low - (vector.drop_interval[0] ?? 9))).toBeLessThan(step)
    expect(Math.abs(ends.high - (vector.drop_interval[1] ?? 9))).toBeLessThan(step)
    const difference = dropDifferenceInterval(arms, options)
    expect(Math.abs(difference.low - (vector.difference_interval[0] ?? 9))).toBeLessThan(step)
    expect(Math.abs(difference.high - (vector.difference_interval[1] ?? 9))).toBeLessThan(step)
    if (vector.rrs_interval === null) return
    const score = robustness(arms, options)
    expect(score.outcome).toBe('ratio')
    closeTo(score.low ?? 0, vector.rrs_interval[0] ?? 9, 0.01)
    closeTo(score.high ?? 0, vector.rrs_interval[1] ?? 9, 0.01)
  })

  it('are the same for the same seed, and mirrored for swapped arms', () => {
    fc.assert(
      fc.property(FOUR_ARMS, fc.integer(), (arms, seed) => {
        const options = { seed, resamples: 200 }
        const first = dropInterval(arms.originalClean, arms.originalPerturbed, options)
        expect(dropInterval(arms.originalClean, arms.originalPerturbed, options)).toEqual(first)
        expect(first.low).toBeLessThanOrEqual(first.high)
        const mirrored = dropInterval(arms.originalPerturbed, arms.originalClean, options)
        expect(mirrored.low).toBeCloseTo(-first.high, 12)
        expect(mirrored.high).toBeCloseTo(-first.low, 12)
      }),
      { numRuns: 50 },
    )
    const clean = outcomes('1'.repeat(30) + '0'.repeat(10))
    expect(dropInterval(clean, clean)).toEqual({ low: 0, high: 0 })
    const none = clean.map(() => false)
    const lows = [1, 2, 3, 4, 5].map((seed) => dropInterval(clean, none, { seed, resamples: 10 }).low)
    expect(new Set(lows).size).toBeGreaterThan(1)
  })

  it('cover what they claim: 95 % within 3 points, for a drop of 15 points on 100 problems', () => {
    let held = 0
    const draws = 400
    for (let draw = 0; draw < draws; draw += 1) {
      // A fixed congruential stream: independent of the generator under test.
      let state = draw * 7919 + 1
      const chance = () => (state = (state * 48271) % 2147483647) / 2147483647
      for (let warm = 0; warm < 10; warm += 1) chance()
      const clean = Array.from({ length: 100 }, () => chance() < 0.8)
      const perturbed = clean.map((was) => (was ? chance() >= 0.2 : chance() < 0.05))
      const { low, high } = dropInterval(clean, perturbed, { seed: draw, resamples: 500 })
      if (low <= 0.15 && 0.15 <= high) held += 1
    }
    expect(Math.abs(held / draws - 0.95)).toBeLessThan(0.03)
  })

  it('refuse nothing to resample', () => {
    expect(() => bootstrapInterval([], 1, () => 0)).toThrow('no problem')
  })

  it('interpolate between order statistics, infinite ones included', () => {
    expect(percentile([1, 2, 4], 0.75)).toBe(3)
    expect(percentile([5], 0.025)).toBe(5)
    expect(percentile([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], 0.9)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('relative robustness', () => {
  it.each([
    [0.2, 0.1, 'ratio'],
    [0.1, 0.1, 'ratio'],
    [0.1, 0, 'variant-better'],
    [0.1, -0.1, 'variant-better'],
    [0, 0.1, 'original-better'],
    [-0.1, 0.1, 'original-better'],
    [-0.1, -0.2, 'variant-better'],
    [-0.2, -0.1, 'original-better'],
    [0, -0.1, 'variant-better'],
    [0, 0, 'equal'],
    [-0.1, -0.1, 'equal'],
  ] as const)('original %d, variant %d: %s', (original, variant, outcome) => {
    expect(robustnessOutcome(original, variant)).toBe(outcome)
  })

  it("gives the paper's odd numbers from counts of problems", () => {
    expect(relativeRobustnessScore(7 / 378, 1 / 378).toFixed(3)).toBe('6.997')
    expect(relativeRobustnessScore(6 / 164, 1 / 164).toFixed(3)).toBe('5.999')
  })

  it('takes the score to its limits in resamples of another sign', () => {
    const clean = outcomes('1'.repeat(20) + '0'.repeat(20))
    const little = outcomes('1'.repeat(18) + '0'.repeat(21) + '1')
    const much = outcomes('0'.repeat(40))
    const worse = robustness({
      originalClean: clean,
      originalPerturbed: little,
      variantClean: clean,
      variantPerturbed: much,
    })
    expect(worse).toMatchObject({ outcome: 'ratio', low: 0 })
    expect(worse.high).toBeLessThan(1)
    const better = robustness({
      originalClean: clean,
      originalPerturbed: much,
      variantClean: clean,
      variantPerturbed: little,
    })
    expect(better).toMatchObject({ outcome: 'ratio', high: null })
    expect(better.low).toBeGreaterThan(1)
    const alike = robustness({
      originalClean: clean,
      originalPerturbed: little,
      variantClean: clean,
      variantPerturbed: little,
    })
    expect(alike).toMatchObject({ outcome: 'ratio', high: 1 })
  })

  it('has a score only where both drops are positive, and an interval that agrees with the difference of drops', () => {
    fc.assert(
      fc.property(FOUR_ARMS, (arms) => {
        const options = { resamples: 300 }
        const result = robustness(arms, options)
        const positive = result.original_drop > 0 && result.variant_drop > 0
        expect(result.rrs !== null).toBe(positive)
        if (!positive) {
          expect([result.low, result.high]).toEqual([null, null])
          return
        }
        const low = result.low ?? Number.POSITIVE_INFINITY
        const high = result.high ?? Number.POSITIVE_INFINITY
        expect(low).toBeLessThanOrEqual(high)
        const difference = dropDifferenceInterval(arms, options)
        if (difference.low > 1e-9) expect(low).toBeGreaterThan(1)
        if (difference.high < -1e-9) expect(high).toBeLessThan(1)
      }),
    )
  })
})
