import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noiseFloor, unseenShare } from './noise-floor'

const outcomes = (text: string): boolean[] => Array.from(text, (letter) => letter === '1')
const RUNS = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 2, max: 5 }))
  .chain(([total, runs]) =>
    fc.array(fc.array(fc.boolean(), { minLength: total, maxLength: total }), { minLength: runs, maxLength: runs }),
  )

describe('noise floor', () => {
  it('counts pair by pair', () => {
    // Pairs: 1 flip, 2 flips, 1 flip of 4; passes 2, 1, 2.
    expect(noiseFloor([outcomes('1100'), outcomes('1000'), outcomes('1010')])).toEqual({
      runs: 3,
      problems: 4,
      flipShare: 4 / 3 / 4,
      flipShareBound: null,
      largestDifference: 1 / 4,
    })
  })

  it('bounds what was not seen: 95 % of such studies would have shown it', () => {
    const same = outcomes('1'.repeat(378))
    const bound = noiseFloor([same, same, same]).flipShareBound ?? 9
    expect((1 - bound) ** 378).toBeCloseTo(0.05, 12)
    expect(bound).toBeCloseTo(3 / 378, 4)
    expect(unseenShare(1)).toBeCloseTo(0.95, 12)
  })

  it('is never below the difference in pass@1 of two runs, and minds no order', () => {
    fc.assert(
      fc.property(RUNS, (runs) => {
        const floor = noiseFloor(runs)
        expect(noiseFloor([...runs].reverse())).toEqual(floor)
        const turned = noiseFloor(runs.map((run) => [...run].reverse()))
        expect(turned).toEqual(floor)
        if (runs.length === 2) expect(floor.largestDifference).toBeLessThanOrEqual(floor.flipShare + 1e-12)
        expect(floor.flipShareBound === null).toBe(floor.flipShare > 0)
        expect(floor.flipShare).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('refuses a single run, none, and runs of other problems', () => {
    expect(() => noiseFloor([outcomes('1')])).toThrow('two runs')
    expect(() => noiseFloor([])).toThrow('two runs')
    expect(() => noiseFloor([outcomes('1'), outcomes('10')])).toThrow('not paired')
    expect(() => noiseFloor([[], []])).toThrow('no problem')
  })
})
