import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binomialMasses } from './binomial'
import { mcNemarPower, smallestDetectable } from './detectable'
import golden from './fixtures/statistics.json'

describe('binomial distribution', () => {
  it('adds up, has its mean, and mirrors', () => {
    const chances = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), chances, (trials, chance) => {
        const masses = [...binomialMasses(trials, chance)]
        expect(masses.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 12)
        expect(masses.reduce((sum, mass, count) => sum + mass * count, 0)).toBeCloseTo(trials * chance, 9)
        const mirrored = [...binomialMasses(trials, 1 - chance)].reverse()
        masses.forEach((mass, count) => expect(mass).toBeCloseTo(mirrored[count] ?? 9, 11))
      }),
    )
    expect([...binomialMasses(2, 0.5)]).toEqual([0.25, 0.5, 0.25])
    expect(() => binomialMasses(2, 1.5)).toThrow('no distribution')
  })
})

describe('power of the exact McNemar test', () => {
  it.each(golden.power)('$total problems, $share flip, $difference: agrees with enumeration', (vector) => {
    const power = mcNemarPower({ total: vector.total, discordantShare: vector.share }, vector.difference)
    expect(Math.abs(power - vector.power)).toBeLessThan(1e-9)
  })

  it('rises with the difference, does not mind its sign, and is the size of the test at 0', () => {
    const share = fc.double({ min: 0.02, max: 0.6, noNaN: true })
    const lean = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 200 }), share, lean, lean, (total, discordantShare, one, other) => {
        const design = { total, discordantShare }
        const [less, more] = [Math.min(one, other) * discordantShare, Math.max(one, other) * discordantShare]
        const power = mcNemarPower(design, less)
        expect(mcNemarPower(design, -less)).toBeCloseTo(power, 12)
        expect(mcNemarPower(design, more)).toBeGreaterThanOrEqual(power - 1e-10)
        expect(mcNemarPower(design, 0)).toBeLessThanOrEqual(0.05)
      }),
      { numRuns: 50 },
    )
  })
})

describe('smallest detectable difference', () => {
  it.each(golden.detectable)('$total problems, $share flip: agrees with a root of the enumeration', (vector) => {
    const least = smallestDetectable({ total: vector.total, discordantShare: vector.share })
    if (vector.difference === null) expect(least).toBeNull()
    else expect(Math.abs((least ?? 9) - vector.difference)).toBeLessThan(1e-8)
  })

  it('has the power asked for, and a little less has not', () => {
    const design = { total: 164, discordantShare: 0.15 }
    const least = smallestDetectable(design, { power: 0.9, alpha: 0.01 }) ?? 9
    expect(mcNemarPower(design, least, 0.01)).toBeGreaterThanOrEqual(0.9)
    expect(mcNemarPower(design, least - 1e-6, 0.01)).toBeLessThan(0.9)
  })

  it('falls with more problems', () => {
    const least = [100, 164, 378, 974].map((total) => smallestDetectable({ total, discordantShare: 0.15 }) ?? 9)
    expect([...least].sort((first, second) => second - first)).toEqual(least)
    expect(new Set(least).size).toBe(4)
  })

  it('refuses a design that cannot be', () => {
    expect(() => mcNemarPower({ total: 10, discordantShare: 0.1 }, 0.2)).toThrow('cannot differ')
    expect(() => smallestDetectable({ total: 0, discordantShare: 0.1 })).toThrow('no problem')
    expect(smallestDetectable({ total: 100, discordantShare: 0 })).toBeNull()
  })
})
