import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clippedArguments, clippedRepr, clipText } from './repr'
import { anyValue } from './testing/any-value'
import type { PyValue } from './value'

const str = (value: string): PyValue => ({ type: 'str', value })
const int = (value: number): PyValue => ({ type: 'int', value: BigInt(value) })

test('no literal is longer than the limit', () => {
  fc.assert(
    fc.property(anyValue, fc.integer({ min: 3, max: 100 }), (value, limit) => {
      expect(clippedRepr(value, limit).length).toBeLessThanOrEqual(limit)
    }),
  )
})

test('a clipped literal is the start of the whole one', () => {
  fc.assert(
    fc.property(anyValue, fc.integer({ min: 3, max: 100 }), (value, limit) => {
      expect(clippedRepr(value, limit)).toBe(clipText(clippedRepr(value, 100_000), limit))
    }),
  )
})

test('an OrderedDict as Python from 3.12 on writes it', () => {
  expect(
    clippedRepr({
      type: 'ordered-dict',
      entries: [
        [str('b'), int(2)],
        [str('a'), { type: 'list', items: [int(1)] }],
      ],
    }),
  ).toBe("OrderedDict({'b': 2, 'a': [1]})")
  expect(clippedRepr({ type: 'ordered-dict', entries: [] })).toBe('OrderedDict()')
})

test('arguments stand as between parentheses', () => {
  expect(clippedArguments([int(1), str('a'), { type: 'tuple', items: [int(2)] }])).toBe("1, 'a', (2,)")
})

test('integers that CPython would not print are named by their length', () => {
  expect(clippedRepr({ type: 'int', value: 10n ** 4300n })).toBe('an int of about 4301 digits')
  expect(clippedRepr({ type: 'int', value: 10n ** 4300n - 1n }, 5000)).toBe('9'.repeat(4300))
  expect(clippedRepr({ type: 'list', items: [{ type: 'int', value: -(10n ** 5000n) }, int(1)] })).toBe(
    '[a negative int of about 5001 digits, 1]',
  )
})

test('large values are shown at once', () => {
  const zeros = new Uint8Array(16_000_000)
  const items = Array.from({ length: 1_000_000 }, () => int(1))
  const values: PyValue[] = [
    { type: 'int', value: 1n << 128_000_000n },
    str('x'.repeat(16_000_000)),
    { type: 'bytes', value: zeros },
    { type: 'list', items },
    { type: 'dict', entries: items.map((item) => [item, item] as const) },
  ]
  const began = performance.now()
  for (const value of values) expect(clippedRepr(value).length).toBeLessThanOrEqual(500)
  expect(performance.now() - began).toBeLessThan(5000)
})
