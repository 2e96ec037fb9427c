import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { relativeDrop } from './drop'
import golden from './fixtures/statistics.json'
import { relativeDropEstimate } from './relative-drop'

const outcomes = (text: string): boolean[] => Array.from(text, (letter) => letter === '1')
const ARMS = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 40 })

describe('%drop', () => {
  it.each(golden.relative_drop)('agrees with a bootstrap in numpy', ({ clean, perturbed, drop, interval }) => {
    const found = relativeDropEstimate(outcomes(clean), outcomes(perturbed), { seed: 5, resamples: 40_000 })
    expect(found?.drop).toBeCloseTo(drop, 12)
    // Two runs of 40,000 resamples: ends within a thirtieth of the width, seven of their standard errors.
    const [low = 9, high = 9] = interval
    expect(Math.abs((found?.low ?? 9) - low)).toBeLessThan((high - low) / 30)
    expect(Math.abs((found?.high ?? 9) - high)).toBeLessThan((high - low) / 30)
  })

  it('is null where nothing passes clean, else has ends in order, at most 1, the same for the same seed', () => {
    fc.assert(
      fc.property(ARMS, fc.integer(), (rows, seed) => {
        const [clean, perturbed] = [rows.map(([before]) => before), rows.map(([, after]) => after)]
        const options = { seed, resamples: 200 }
        const found = relativeDropEstimate(clean, perturbed, options)
        expect(found?.drop ?? null).toBe(relativeDrop(clean, perturbed))
        expect(relativeDropEstimate(clean, perturbed, options)).toEqual(found)
        if (found === null) return
        expect(found.high ?? Number.NEGATIVE_INFINITY).toBeLessThanOrEqual(1)
        if (found.low !== null && found.high !== null) expect(found.low).toBeLessThanOrEqual(found.high)
      }),
    )
  })

  it('has no lower limit where many resamples have nothing that passes clean', () => {
    const found = relativeDropEstimate(outcomes('1000000000'), outcomes('0111111111'))
    expect(found).toMatchObject({ drop: -8, low: null })
    expect(relativeDropEstimate(outcomes('1111'), outcomes('0000'))).toEqual({ drop: 1, low: 1, high: 1 })
    expect(relativeDropEstimate(outcomes('10'), outcomes('10'))).toEqual({ drop: 0, low: 0, high: 0 })
  })
})
