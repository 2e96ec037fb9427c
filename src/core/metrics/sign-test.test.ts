import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import golden from './fixtures/statistics.json'
import { exactMcNemar } from './mcnemar'
import { signTest, signTestOf } from './sign-test'

describe('sign test', () => {
  it.each(golden.sign_test)('$wins against $losses agrees with scipy', ({ wins, losses, p }) => {
    expect(Math.abs(signTest(wins, losses) / p - 1)).toBeLessThan(1e-9)
  })

  it('gives the figures of the notes: 65 against 54, 43 against 25, 21 against 14', () => {
    expect(signTest(65, 54)).toBeCloseTo(0.36, 2)
    expect(signTest(43, 25)).toBeCloseTo(0.04, 2)
    expect(signTest(21, 14)).toBeCloseTo(0.31, 2)
    expect(signTest(0, 0)).toBe(1)
    expect(signTest(6, 0)).toBe(2 ** -5)
  })

  it('is symmetric, a probability, the McNemar test, and smaller the more uneven', () => {
    const count = fc.integer({ min: 0, max: 400 })
    fc.assert(
      fc.property(count, count, (wins, losses) => {
        const p = signTest(wins, losses)
        expect(p).toBe(signTest(losses, wins))
        expect(p).toBe(exactMcNemar(wins, losses))
        expect(p).toBeGreaterThan(0)
        expect(p).toBeLessThanOrEqual(1)
        if (wins > losses && losses > 0) expect(signTest(wins + 1, losses - 1)).toBeLessThan(p)
      }),
    )
  })

  it('counts signs and leaves ties out, in any order', () => {
    const values = fc.array(fc.constantFrom(-Infinity, -0.5, -0, 0, 0.25, Infinity), { maxLength: 30 })
    fc.assert(
      fc.property(values, (differences) => {
        const found = signTestOf(differences)
        expect(signTestOf([...differences].reverse())).toEqual(found)
        expect(found.n + found.ties).toBe(differences.length)
        expect(found.n).toBe(differences.filter((value) => value !== 0).length)
        expect(found.p).toBe(signTest(found.wins, found.losses))
        const turned = signTestOf(differences.map((value) => -value))
        expect([turned.wins, turned.losses, turned.p]).toEqual([found.losses, found.wins, found.p])
      }),
    )
    expect(signTestOf([1, 2, 0, -1])).toEqual({ n: 3, wins: 2, losses: 1, ties: 1, p: 1 })
  })

  it('refuses what is no count', () => {
    expect(() => signTest(-1, 0)).toThrow('not counts')
    expect(() => signTest(1, 0.5)).toThrow('not counts')
    expect(() => signTestOf([Number.NaN])).toThrow('not a number')
  })
})
