import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import golden from './fixtures/statistics.json'
import { holmAdjusted } from './holm'

const FAMILY = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 })

describe('Holm', () => {
  it.each(golden.holm)('agrees with statsmodels', ({ p, adjusted }) => {
    const ours = holmAdjusted(p)
    expect(ours).toHaveLength(adjusted.length)
    ours.forEach((value, place) => expect(Math.abs(value - (adjusted[place] ?? 9))).toBeLessThanOrEqual(1e-12))
  })

  it('lies between the p-value and Bonferroni, keeps their order, and does not mind the order given', () => {
    fc.assert(
      fc.property(FAMILY, (family) => {
        const adjusted = holmAdjusted(family)
        family.forEach((p, place) => {
          const value = adjusted[place] ?? -1
          expect(value).toBeGreaterThanOrEqual(p)
          expect(value).toBeLessThanOrEqual(Math.min(1, p * family.length))
          family.forEach((other, at) => {
            if (p < other) expect(value).toBeLessThanOrEqual(adjusted[at] ?? -1)
            if (p === other) expect(value).toBe(adjusted[at])
          })
        })
        expect(holmAdjusted([...family].reverse())).toEqual([...adjusted].reverse())
      }),
    )
  })

  it('gives the smallest its Bonferroni value, a single one itself, none none', () => {
    expect(holmAdjusted([0.5, 0.01, 0.04])).toEqual([0.5, 0.03, 0.08])
    expect(holmAdjusted([0.3])).toEqual([0.3])
    expect(holmAdjusted([])).toEqual([])
    expect(() => holmAdjusted([0.1, Number.NaN])).toThrow('not a p-value')
    expect(() => holmAdjusted([1.1])).toThrow('not a p-value')
  })
})
