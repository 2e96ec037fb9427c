import fc from 'fast-check'
import { expect, it } from 'vitest'
import { neighboursOf } from './keyboard'
import { LONG_NAME, renamer } from './testing'

const renamedBy = renamer('rename-typo')

it('changes letters for keys beside them, as many as wanted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10000 }), fc.integer({ min: 1, max: 4 }), (seed, count) => {
      const renamed = renamedBy({ share: 1, max: count }, seed)
      expect(renamed).toHaveLength(LONG_NAME.length)
      const changed = [...renamed].flatMap((letter, at) =>
        letter === LONG_NAME[at] ? [] : [[LONG_NAME[at], letter] as const],
      )
      for (const [before, after] of changed) expect(neighboursOf(before ?? '')).toContain(after)
      expect(changed).toHaveLength(count)
      expect(renamedBy({ share: 1, max: count }, seed)).toBe(renamed)
    }),
  )
})
