import fc from 'fast-check'
import { hexToBytes, bytesToHex } from '@noble/hashes/utils.js'
import { describe, expect, test } from 'vitest'
import { pythonEquals } from './compare'
import golden from './fixtures/values.json'
import { decodeMarshal, encodeMarshal } from './marshal'
import { clippedRepr } from './repr'
import { isClose, nextTolerance } from './tolerance'
import type { PyValue } from './value'

/** Vectors from CPython and numpy: fixtures/make_values.py. */
const decode = (hex: string): PyValue => {
  const value = decodeMarshal(hexToBytes(hex))
  if (value === null) throw new Error(`not decoded: ${hex}`)
  return value
}
const values = golden.values.map((one) => decode(one.marshal))
const pairs = (count: number, holds: (i: number, j: number) => boolean) =>
  Array.from({ length: count * count }, (_, n) => [Math.floor(n / count), n % count]).filter(([i = 0, j = 0]) =>
    holds(i, j),
  )
const at = <T>(items: readonly T[], index: number): T => {
  const item = items[index]
  if (item === undefined) throw new RangeError(String(index))
  return item
}

describe('against CPython', () => {
  test('marshal there and back is the same bytes', () => {
    for (const { marshal } of golden.values) expect(bytesToHex(encodeMarshal(decode(marshal)))).toBe(marshal)
  })

  test('repr', () => {
    expect(values.map((value) => clippedRepr(value))).toEqual(golden.values.map((one) => one.repr))
  })

  test('equality of every pair', () => {
    expect(pairs(values.length, (i, j) => pythonEquals(at(values, i), at(values, j)))).toEqual(golden.equal)
  })

  test('np.allclose of every pair', () => {
    const close = golden.close.values.map(decode)
    expect(pairs(close.length, (i, j) => isClose(at(close, i), at(close, j), 1e-6))).toEqual(golden.close['close_1e-6'])
    expect(pairs(close.length, (i, j) => isClose(at(close, i), at(close, j), 1e-4))).toEqual(golden.close['close_1e-4'])
    expect(close.flatMap((value, index) => (nextTolerance(0, value) === 1e-6 ? [index] : []))).toEqual(
      golden.close.floats,
    )
    expect(nextTolerance(1e-3, { type: 'float', value: 1 })).toBe(1e-3)
  })
})

const leaf: fc.Arbitrary<PyValue> = fc.oneof(
  fc.constant<PyValue>({ type: 'none' }),
  fc.boolean().map((value): PyValue => ({ type: 'bool', value })),
  fc.bigInt().map((value): PyValue => ({ type: 'int', value })),
  fc.double({ noNaN: true }).map((value): PyValue => ({ type: 'float', value })),
  fc.string({ unit: 'binary' }).map((value): PyValue => ({ type: 'str', value })),
  fc.uint8Array().map((value): PyValue => ({ type: 'bytes', value })),
)
const { value: anyValue } = fc.letrec<{ value: PyValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }).map((items): PyValue => ({ type: 'list', items })),
    fc.array(tie('value'), { maxLength: 4 }).map((items): PyValue => ({ type: 'tuple', items })),
    fc.array(fc.tuple(leaf, tie('value')), { maxLength: 3 }).map((entries): PyValue => ({ type: 'dict', entries })),
  ),
}))

describe('any value', () => {
  test('survives marshal', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(decodeMarshal(encodeMarshal(value))).toEqual(value)
      }),
    )
  })

  test('never has a literal longer than the limit', () => {
    fc.assert(
      fc.property(anyValue, fc.integer({ min: 3, max: 100 }), (value, limit) => {
        expect(clippedRepr(value, limit).length).toBeLessThanOrEqual(limit)
      }),
    )
  })

  test('integers that CPython would not print in decimals are shown in hexadecimal, at once', () => {
    const clock = performance.now()
    expect(clippedRepr({ type: 'int', value: -(1n << 4_000_000n) }).slice(0, 6)).toBe('-0x100')
    expect(performance.now() - clock).toBeLessThan(200)
    expect(clippedRepr({ type: 'int', value: 10n ** 4200n }).slice(0, 4)).toBe('1000')
  })

  test('broken bytes are refused, not misread or thrown at', () => {
    fc.assert(
      fc.property(anyValue, fc.nat(), fc.integer({ min: 0, max: 255 }), (value, position, byte) => {
        const bytes = encodeMarshal(value)
        bytes[position % bytes.length] = byte
        const read = decodeMarshal(bytes)
        expect(read === null || typeof read.type === 'string').toBe(true)
        expect(decodeMarshal(encodeMarshal(value).slice(0, -1))).toBeNull()
      }),
    )
  })

  test('code objects, Ellipsis and references are no data', () => {
    for (const hex of ['2e', '63', '7200000000', '53', '']) expect(decodeMarshal(hexToBytes(hex))).toBeNull()
  })
})
