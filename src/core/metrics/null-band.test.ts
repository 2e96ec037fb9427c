import { describe, expect, it } from 'vitest'
import golden from './fixtures/statistics.json'
import { logHistogram } from './log-histogram'
import { nullBand } from './null-band'

describe.each(golden.null_band)('RRS of equal arms, $lost lost and $gained gained of $total', (exact) => {
  const band = nullBand(exact, { seed: 4 })

  it('has the quantiles of the exact distribution within Monte Carlo error', () => {
    const { median, middle90 } = band.quantiles ?? { median: 0, middle90: { low: 0, high: 0 } }
    const between = (value: number, [least = 9, , most = 0]: readonly number[]): void => {
      expect(value).toBeGreaterThanOrEqual(least - 1e-9)
      expect(value).toBeLessThanOrEqual(most + 1e-9)
    }
    between(middle90.low, exact.low)
    between(middle90.high, exact.high)
    between(median, exact.median)
  })

  it('is undefined as often as it should be, within five standard errors', () => {
    const error = Math.sqrt((exact.undefined * (1 - exact.undefined)) / band.draws)
    expect(Math.abs(band.undefinedShare - exact.undefined)).toBeLessThan(5 * error)
  })

  it('puts every ratio into the histogram', () => {
    const counted = band.histogram.bins.reduce((sum, { count }) => sum + count, 0)
    expect(counted).toBe(Math.round(band.draws * (1 - band.undefinedShare)))
  })
})

describe('null band', () => {
  it('gives the figures of the notes: 0.30 to 3.33 and 0.2 to 5.0', () => {
    const mbpp = nullBand({ total: 378, lost: 20, gained: 8 }, { draws: 200_000 }).quantiles
    expect(mbpp?.middle90.low).toBeCloseTo(0.3, 2)
    expect(mbpp?.middle90.high).toBeCloseTo(3.33, 2)
    const humanEval = nullBand({ total: 164, lost: 10, gained: 5 }, { draws: 200_000 }).quantiles
    expect(humanEval?.middle90.low).toBeCloseTo(0.2, 2)
    expect(humanEval?.middle90.high).toBeCloseTo(5, 2)
  })

  it('is the same for the same seed, another for another, and near its own mirror image', () => {
    const flips = { total: 378, lost: 20, gained: 8 }
    const band = nullBand(flips, { draws: 5000, seed: 1 })
    expect(nullBand(flips, { draws: 5000, seed: 1 })).toEqual(band)
    expect(nullBand(flips, { draws: 5000, seed: 2 })).not.toEqual(band)
    const { bins } = band.histogram
    const below = bins.filter(({ to }) => to < 1).reduce((sum, { count }) => sum + count, 0)
    const above = bins.filter(({ from }) => from > 1).reduce((sum, { count }) => sum + count, 0)
    expect(Math.abs(below - above)).toBeLessThan(5 * Math.sqrt(below + above))
  })

  it('is narrower where more is lost, and null where nothing is', () => {
    const width = (lost: number): number => {
      const { low, high } = nullBand({ total: 378, lost, gained: 8 }).quantiles?.middle90 ?? { low: 1, high: 1 }
      return Math.log(high / low)
    }
    expect(width(80)).toBeLessThan(width(40))
    expect(width(40)).toBeLessThan(width(20))
    expect(nullBand({ total: 10, lost: 0, gained: 0 })).toMatchObject({ quantiles: null, undefinedShare: 1 })
    expect(nullBand({ total: 10, lost: 10, gained: 0 }).quantiles?.middle95.low).toBeCloseTo(1, 5)
  })

  it('is quick enough for a page', () => {
    const started = performance.now()
    nullBand({ total: 974, lost: 60, gained: 30 })
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it('refuses counts that cannot be', () => {
    expect(() => nullBand({ total: 10, lost: 8, gained: 3 })).toThrow('cannot be')
    expect(() => nullBand({ total: 0, lost: 0, gained: 0 })).toThrow('cannot be')
  })
})

describe('log histogram', () => {
  it('has 1 in the middle of a bin, inverses in mirrored bins, and what is beyond at the ends', () => {
    const { bins } = logHistogram([1, 0.999, 1.001, 3, 1 / 3, 1e9, 1e-9])
    const counts = bins.map(({ count }) => count)
    expect(counts).toEqual([...counts].reverse())
    expect(counts[(counts.length - 1) / 2]).toBe(3)
    expect([counts[0], counts.at(-1)]).toEqual([1, 1])
    for (const value of [0.04, 0.3, 1, 3.3333, 17]) {
      const [bin] = logHistogram([value]).bins.filter(({ count }) => count === 1)
      expect(bin?.from).toBeLessThanOrEqual(value)
      expect(bin?.to).toBeGreaterThan(value)
    }
  })
})
