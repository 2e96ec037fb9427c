import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noiseRegions } from './noise-regions'

const TOTAL = 100
const passing = (count: number): boolean[] => Array.from({ length: TOTAL }, (_, place) => place < count)
const LEVELS = [0, 1e-4, 1e-3, 3e-3, 5e-3, 1e-2]
const sweep = (original: readonly number[], variant: readonly number[]) => ({
  levels: LEVELS,
  original: original.map(passing),
  variant: variant.map(passing),
})

describe('noise regions', () => {
  it('finds where two curves part and where each has halved', () => {
    const found = noiseRegions(sweep([80, 80, 79, 60, 20, 0], [78, 78, 78, 70, 60, 5]))
    expect(found.differFrom?.level).toBe(3e-3)
    expect(found.differFrom?.high).toBeLessThan(0)
    // Half of 80 is half-way from 60 to 20 on the logarithm of the level: the geometric mean.
    expect(found.originalHalved?.level).toBeCloseTo(Math.sqrt(3e-3 * 5e-3), 12)
    expect(found.originalHalved?.atMost).toBe(false)
    expect(found.variantHalved?.level).toBeCloseTo(5e-3 * 2 ** (21 / 55), 12)
  })

  it('has null where nothing is reached, and says where it cannot interpolate', () => {
    const flat = [80, 80, 80, 80, 80, 80]
    expect(noiseRegions(sweep(flat, flat))).toEqual({ differFrom: null, originalHalved: null, variantHalved: null })
    const early = noiseRegions(sweep([80, 30, 30, 30, 30, 30], [0, 0, 0, 0, 0, 0]))
    expect(early.originalHalved).toEqual({ level: 1e-4, atMost: true })
    expect(early.variantHalved).toBeNull()
    expect(early.differFrom?.level).toBe(0)
  })

  it('halves between the levels around it, exactly at one that meets it, whatever the unit of the level', () => {
    const curve = fc.array(fc.integer({ min: 0, max: TOTAL }), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(curve, fc.double({ min: 0.01, max: 100, noNaN: true }), (counts, unit) => {
        const { originalHalved } = noiseRegions(sweep(counts, counts), { resamples: 10 })
        const scaled = noiseRegions(
          { ...sweep(counts, counts), levels: LEVELS.map((level) => level * unit) },
          { resamples: 10 },
        ).originalHalved
        const half = (counts[0] ?? 0) / 2
        const place = counts.findIndex((count) => count <= half)
        if (half === 0 || place < 0) {
          expect(originalHalved).toBeNull()
          return
        }
        const level = originalHalved?.level ?? -1
        expect((scaled?.level ?? -1) / unit / level).toBeCloseTo(1, 9)
        expect(level).toBeLessThanOrEqual((LEVELS[place] ?? 0) * (1 + 1e-12))
        if (place > 1) expect(level).toBeGreaterThan(LEVELS[place - 1] ?? 9)
        if (counts[place] === half) expect(level).toBeCloseTo(LEVELS[place] ?? 9, 12)
      }),
    )
  })

  it('refuses levels that do not rise from 0', () => {
    const one = [passing(1), passing(1)]
    expect(() => noiseRegions({ levels: [1, 2], original: one, variant: one })).toThrow('rise from 0')
    expect(() => noiseRegions({ levels: [0, 0], original: one, variant: one })).toThrow('rise from 0')
    expect(() => noiseRegions({ levels: [0], original: one, variant: one })).toThrow('no outcomes')
  })
})
