import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commonSign, directionAgreement } from './agreement'
import { signTestOf } from './sign-test'

/**
 * Arrows of the paper's Table I by row, MBPP, MBPP+, HumanEval, HumanEval+, each by character, word and sentence:
 * d quantized more robust, u original, = neither.
 */
const TABLE_ONE = [
  'ddd ddd duu duu',
  'ddu =du uuu uuu',
  'uuu uuu =uu uuu',
  '=ud dud ud= udd',
  'ddd ddd ddd dud',
  'duu duu uud ud=',
  'uuu d=d udd udd',
  'ddd udd udd udd',
  'ddd ddd udu udu',
  'ddd dd=',
  'uuu udu',
  'dud dud',
].map((row) => row.split(' '))
const VALUE: Readonly<Record<string, number>> = { d: 1, u: -1, '=': 0 }
const values = (cells: string): number[] => Array.from(cells, (cell) => VALUE[cell] ?? Number.NaN)

describe('agreement of directions', () => {
  it('counts', () => {
    const found = directionAgreement([
      [0.1, 0.2],
      [-0.1, -0.2],
      [0.1, 0.3],
      [0.1, -0.1],
      [0, 0.1],
      [0, 0],
    ])
    expect(found).toEqual({ agree: 3, disagree: 1, tied: 2, up: 2, down: 1, share: 0.75 })
    expect(directionAgreement([])).toMatchObject({ agree: 0, tied: 0, share: null })
    expect(commonSign(-0, 1)).toBe(0)
  })

  it('does not mind which comes first, nor the unit, nor the order of pairs', () => {
    const value = fc.double({ min: -1, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value)), (pairs) => {
        const found = directionAgreement(pairs)
        expect(directionAgreement(pairs.map(([first, second]) => [second, first]))).toEqual(found)
        expect(directionAgreement(pairs.map(([first, second]) => [Math.cbrt(first), second]))).toEqual(found)
        expect(directionAgreement([...pairs].reverse())).toEqual(found)
        expect(found.agree + found.disagree + found.tied).toBe(pairs.length)
        const turned = directionAgreement(pairs.map(([first, second]) => [-first, -second]))
        expect([turned.up, turned.down]).toEqual([found.down, found.up])
      }),
    )
  })
})

describe("the paper's table", () => {
  it('is 65 to 54 with 7 ties, which is no evidence', () => {
    const all = signTestOf(TABLE_ONE.flatMap((row) => row.flatMap(values)))
    expect(all).toMatchObject({ wins: 65, losses: 54, ties: 7, n: 119 })
    expect(all.p).toBeCloseTo(0.359, 3)
    const mbpp = signTestOf(TABLE_ONE.flatMap((row) => row.slice(0, 2).flatMap(values)))
    expect(mbpp).toMatchObject({ wins: 43, losses: 25, ties: 4 })
  })

  it('says another thing of the plus tests than of the base tests in 13 of 63 pairs', () => {
    const pairs = TABLE_ONE.flatMap((row) =>
      [0, 2].flatMap((at) => {
        const plus = values(row[at + 1] ?? '')
        return values(row[at] ?? '').map((base, place): [number, number] => [base, plus[place] ?? Number.NaN])
      }),
    )
    expect(pairs).toHaveLength(63)
    expect(pairs.filter(([base, plus]) => base !== plus)).toHaveLength(13)
    const { agree, disagree, tied } = directionAgreement(pairs)
    expect([agree + disagree + tied, disagree]).toEqual([63, 6])
  })
})
