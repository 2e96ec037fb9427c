import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import golden from './fixtures/statistics.json'
import { dropDifferenceInterval, dropInterval } from './intervals'
import { robustness } from './robustness'
import { seededDrop, seededDropDifference, seededRobustness, type SeededArms } from './seeded-intervals'

const outcomes = (text: string): boolean[] => Array.from(text, (letter) => letter === '1')
const SCHEMES = ['within', 'crossed'] as const

function within(found: { low: number | null; high: number | null }, ends: readonly number[]): void {
  const [low = 9, high = 9] = ends
  // Two runs of 20,000 and 40,000 resamples: a twenty-fifth of the width is six standard errors of an end or more.
  expect(Math.abs((found.low ?? 9) - low)).toBeLessThan((high - low) / 25)
  expect(Math.abs((found.high ?? 9) - high)).toBeLessThan((high - low) / 25)
}

describe.each(golden.two_level.map((study, place) => ({ ...study, place })))('study $place', (study) => {
  const clean = [outcomes(study.clean)]
  const [original, variant] = [study.original.map(outcomes), study.variant.map(outcomes)]
  const arms = { originalClean: clean, originalPerturbed: original, variantClean: clean, variantPerturbed: variant }

  it.each(SCHEMES)('%s agrees with numpy within Monte Carlo error', (seeds) => {
    const options = { seed: 9, resamples: 20_000, seeds }
    within(seededDrop(clean, original, options), study[seeds].drop)
    within(seededDropDifference(arms, options), study[seeds].difference)
    within(seededRobustness(arms, options), study[seeds].rrs)
  })
})

const STUDY = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 4 })).chain(([total, seeds]) => {
  const arm = fc.array(fc.boolean(), { minLength: total, maxLength: total })
  const seeded = fc.array(arm, { minLength: seeds, maxLength: seeds })
  return fc.record({
    originalClean: fc.oneof(
      seeded,
      arm.map((one) => [one]),
    ),
    originalPerturbed: seeded,
    variantClean: seeded,
    variantPerturbed: seeded,
  })
})
const ONE_SEED = (arms: SeededArms): SeededArms => ({
  originalClean: arms.originalClean.slice(0, 1),
  originalPerturbed: arms.originalPerturbed.slice(0, 1),
  variantClean: arms.variantClean.slice(0, 1),
  variantPerturbed: arms.variantPerturbed.slice(0, 1),
})

describe('by problem and seed', () => {
  it('is the bootstrap by problem, draw for draw, where there is one seed', () => {
    fc.assert(
      fc.property(STUDY, fc.constantFrom(...SCHEMES), fc.integer(), (study, seeds, seed) => {
        const one = ONE_SEED(study)
        const flat = {
          originalClean: one.originalClean[0] ?? [],
          originalPerturbed: one.originalPerturbed[0] ?? [],
          variantClean: one.variantClean[0] ?? [],
          variantPerturbed: one.variantPerturbed[0] ?? [],
        }
        const options = { seed, resamples: 100 }
        const { value, ...ends } = seededDrop(one.originalClean, one.originalPerturbed, { ...options, seeds })
        expect(ends).toEqual(dropInterval(flat.originalClean, flat.originalPerturbed, options))
        expect(value).toBeLessThanOrEqual(1)
        const difference = seededDropDifference(one, { ...options, seeds })
        const expected = dropDifferenceInterval(flat, options)
        expect(difference.low).toBeCloseTo(expected.low, 12)
        expect(difference.high).toBeCloseTo(expected.high, 12)
        expect(seededRobustness(one, { ...options, seeds })).toEqual(robustness(flat, options))
      }),
    )
  })

  it('is the same for the same seed, mirrored for swapped arms, and unmoved by the order of seeds in its value', () => {
    fc.assert(
      fc.property(STUDY, fc.constantFrom(...SCHEMES), (arms, seeds) => {
        const options = { seed: 3, resamples: 100, seeds }
        const { originalPerturbed: first, variantPerturbed: second } = arms
        const found = seededDrop(first, second, options)
        expect(seededDrop(first, second, options)).toEqual(found)
        expect(found.low).toBeLessThanOrEqual(found.high)
        const mirrored = seededDrop(second, first, options)
        expect(mirrored.value).toBeCloseTo(-found.value, 12)
        expect(mirrored.low).toBeCloseTo(-found.high, 12)
        expect(seededDrop([...first].reverse(), [...second].reverse(), options).value).toBe(found.value)
        const score = seededRobustness(arms, options)
        expect(score.rrs !== null).toBe(score.original_drop > 0 && score.variant_drop > 0)
      }),
    )
  })

  it('keeps the arms paired by seed: arms that are equal under every seed never differ', () => {
    const clean = [outcomes('1'.repeat(30))]
    const seeded = [outcomes('10'.repeat(15)), outcomes('0'.repeat(30)), outcomes('1'.repeat(30))]
    const arms = { originalClean: clean, originalPerturbed: seeded, variantClean: clean, variantPerturbed: seeded }
    for (const seeds of SCHEMES) {
      expect(seededDropDifference(arms, { seeds })).toEqual({ value: 0, low: 0, high: 0 })
    }
    // A seed that moves all problems: only the crossed scheme knows that three seeds say little.
    const crossed = seededDrop(clean, seeded, { seeds: 'crossed' })
    const nested = seededDrop(clean, seeded, { seeds: 'within' })
    expect(crossed.high - crossed.low).toBeGreaterThan(3 * (nested.high - nested.low))
  })

  it('refuses arms that do not belong together', () => {
    const one = outcomes('10')
    const options = { seeds: 'within' } as const
    expect(() => seededDrop([one, one], [one, one, one], options)).toThrow('seeds')
    expect(() => seededDrop([one], [one, outcomes('1')], options)).toThrow('not paired')
    expect(() => seededDrop([], [], options)).toThrow('no problem')
  })
})
