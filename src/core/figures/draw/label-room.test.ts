import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelRoom } from './label-room'

describe('labelRoom', () => {
  it('labels all where all have room', () => {
    expect([...labelRoom([0, 50, 100], [false, true, false], 40)].sort()).toEqual([0, 1, 2])
  })

  it('prefers the ends, then powers of ten', () => {
    expect(labelRoom([0, 60, 80, 90, 100], [false, false, true, false, false], 20)).toEqual(new Set([0, 4, 2, 1]))
  })

  it('never lets two labels touch, and always has the first', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double({ min: 0, max: 500, noNaN: true }), fc.boolean())), (all) => {
        const sorted = all.toSorted(([a], [b]) => a - b)
        const places = sorted.map(([place]) => place)
        const chosen = [
          ...labelRoom(
            places,
            sorted.map(([, round]) => round),
            30,
          ),
        ].sort((a, b) => a - b)
        expect(chosen[0]).toBe(places.length === 0 ? undefined : 0)
        for (const [at, index] of chosen.entries()) {
          const before = chosen[at - 1]
          if (before !== undefined) expect((places[index] ?? 0) - (places[before] ?? 0)).toBeGreaterThanOrEqual(30)
        }
      }),
    )
  })
})
