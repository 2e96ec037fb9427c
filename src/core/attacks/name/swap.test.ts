import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LONG_NAME, renamer } from './testing'

const renamedBy = renamer('rename-swap')

it('swaps neighbours, within a word, as many as wanted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10000 }), fc.integer({ min: 1, max: 4 }), (seed, count) => {
      const renamed = renamedBy({ share: 1, max: count }, seed)
      expect([...renamed].sort()).toEqual([...LONG_NAME].sort())
      expect([...renamed].filter((letter, at) => letter !== LONG_NAME[at]).length).toBeLessThanOrEqual(2 * count)
      expect(renamed.indexOf('_')).toBe(LONG_NAME.indexOf('_'))
      expect(renamedBy({ share: 1, max: count }, seed)).toBe(renamed)
    }),
  )
})
