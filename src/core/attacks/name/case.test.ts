import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LONG_NAME, renamer } from './testing'

const renamedBy = renamer('rename-case')

it('changes the case of letters, as many as wanted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10000 }), fc.integer({ min: 1, max: 4 }), (seed, count) => {
      const renamed = renamedBy({ share: 1, max: count }, seed)
      expect(renamed.toLowerCase()).toBe(LONG_NAME.toLowerCase())
      expect([...renamed].filter((letter, at) => letter !== LONG_NAME[at])).toHaveLength(count)
      expect(renamedBy({ share: 1, max: count }, seed)).toBe(renamed)
    }),
  )
})
