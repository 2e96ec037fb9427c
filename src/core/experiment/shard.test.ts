import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { isOriginal, originalOf } from './originals'
import { inShard, parseShard } from './shard'

it('every problem is in exactly one shard', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 50 }), (place, of) => {
      const shards = Array.from({ length: of }, (_, index) => ({ index: index + 1, of }))
      expect(shards.filter((shard) => inShard(place, shard))).toHaveLength(1)
      expect(inShard(place, null)).toBe(true)
    }),
  )
})

it('reads i/n, and names what is none', () => {
  expect(parseShard('2/4')).toEqual({ index: 2, of: 4 })
  for (const text of ['', '0/2', '3/2', '1/0', '1', '1/2/3', '1/9999', 'a/b', '1.5/2']) {
    expect(() => parseShard(text)).toThrow(expect.objectContaining({ code: 'usage' }))
  }
})

it('pairs a variant with the last original before it; the first always is one', () => {
  const variants = [{}, {}, { original: true as const }, {}, {}, { original: true as const }]
  expect(variants.map((_, place) => originalOf(variants, place))).toEqual([0, 0, 2, 2, 2, 5])
  expect(variants.map((_, place) => isOriginal(variants, place))).toEqual([true, false, true, false, false, true])
})
