import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedRrs } from './published-rrs'
import { robustnessOutcome } from './robustness'

describe('RRS as published', () => {
  it.each([
    [7 / 378, 1 / 378, '6.997 ↓'],
    [6 / 164, 1 / 164, '5.999 ↓'],
    [11 / 164, 3 / 164, '3.666 ↓'],
    [5 / 164, 5 / 164, '1.000'],
    [3 / 164, 7 / 164, '0.429 ↑'],
    [3 / 164, -2 / 164, '↓'],
    [-3 / 164, 2 / 164, '↑'],
  ])('of %d and %d is printed %s', (original, variant, text) => {
    expect(publishedRrs(original, variant)).toMatchObject({ text, sound: true })
  })

  it('points the wrong way where both gained, and where both are zero', () => {
    expect(publishedRrs(-4 / 164, -2 / 164)).toMatchObject({ arrow: 'down', text: '2.000 ↓', sound: false })
    expect(robustnessOutcome(-4 / 164, -2 / 164)).toBe('original-better')
    expect(publishedRrs(0, 0)).toMatchObject({ score: 0, arrow: 'up', sound: false })
    expect(publishedRrs(2 / 164, 0)).toMatchObject({ arrow: 'down', text: '↓', sound: true })
    expect(publishedRrs(2 / 164, 0).score).toBeGreaterThan(10_000)
  })

  it('agrees with the sign table wherever one lost, on counts of problems', () => {
    const net = fc.integer({ min: -100, max: 100 })
    fc.assert(
      fc.property(net, net, fc.constantFrom(164, 378), (original, variant, total) => {
        fc.pre(variant > 0 || (original > 0 && variant < 0))
        const { arrow, sound } = publishedRrs(original / total, variant / total)
        const outcome = robustnessOutcome(original / total, variant / total)
        expect(sound).toBe(true)
        const truth = original > variant ? 'down' : original < variant ? 'up' : 'equal'
        expect(arrow).toBe(truth)
        if (outcome === 'variant-better') expect(arrow).toBe('down')
        if (outcome === 'original-better') expect(arrow).toBe('up')
      }),
    )
  })
})
