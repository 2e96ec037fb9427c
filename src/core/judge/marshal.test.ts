import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeMarshal, encodeMarshal } from './marshal'
import { anyValue } from './testing/any-value'
import type { PyValue } from './value'

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const tagged = (tag: string, ...rest: number[]) => Uint8Array.from([tag.charCodeAt(0), ...rest])
const int32 = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255]
const int = (value: number) => [0x69, ...int32(value)]
/** `levels` lists around None. */
const nested = (levels: number) => {
  const bytes = Uint8Array.from({ length: levels * 5 + 1 }, (_, index) =>
    index % 5 === 0 ? 0x5b : index % 5 === 1 ? 1 : 0,
  )
  bytes[levels * 5] = 0x4e
  return bytes
}

describe('any value', () => {
  test('comes back the same', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(decodeMarshal(encodeMarshal(value))).toEqual(value)
      }),
    )
  })

  test('cut off anywhere is refused', () => {
    fc.assert(
      fc.property(anyValue, fc.nat(), (value, cut) => {
        const bytes = encodeMarshal(value)
        expect(decodeMarshal(bytes.slice(0, cut % bytes.length))).toBeNull()
      }),
    )
  })

  test('with bytes flipped is refused or another value, never an exception', () => {
    fc.assert(
      fc.property(
        anyValue,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
        (value, flips) => {
          const bytes = encodeMarshal(value)
          for (const [place, byte] of flips) bytes[place % bytes.length] = byte
          const read = decodeMarshal(bytes)
          // What is read can be written: nothing half-read gets out.
          if (read !== null) expect(encodeMarshal(read).length).toBeGreaterThan(0)
          else expect(read).toBeNull()
        },
      ),
      { numRuns: 1000 },
    )
  })
})

test('any bytes at all', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const read = decodeMarshal(bytes)
      expect(read === null || typeof read.type === 'string').toBe(true)
    }),
    { numRuns: 2000 },
  )
})

describe('refused', () => {
  test.each([
    ['StopIteration', '53'],
    ['Ellipsis', '2e'],
    ['a code object', '63'],
    ['a reference', '7200000000'],
    ['nothing', ''],
    ['two values', '4e4e'],
    ['a count beyond the bytes', '5bffffff7f'],
    ['a negative count', '28ffffffff'],
    ['a dict without end', '7b4e4e'],
    ['a dict with half a pair', '7b4e30'],
    ['a digit of 16 bits', '6c01000000ffff'],
    ['a highest digit of zero', '6c0200000001000000'],
    ['malformed UTF-8', '7502000000c328'],
    ['two surrogates that are one character here', `7506000000eda0bdedb880`],
  ])('%s', (_, bytes) => {
    expect(decodeMarshal(hex(bytes))).toBeNull()
  })

  test('fractions without a denominator above zero, ranges without a step, parts that are no ints', () => {
    expect(decodeMarshal(tagged('Q', ...int(1), ...int(0)))).toBeNull()
    expect(decodeMarshal(tagged('Q', ...int(1), ...int(-2)))).toBeNull()
    expect(decodeMarshal(tagged('Q', 0x54, ...int(2)))).toBeNull()
    expect(decodeMarshal(tagged('R', ...int(1), ...int(2), ...int(0)))).toBeNull()
    expect(decodeMarshal(tagged('R', ...int(1), 0x4e, ...int(1)))).toBeNull()
  })

  test('what is nested deeper than 2000 levels, in bytes and as a value', () => {
    expect(decodeMarshal(nested(2000))).not.toBeNull()
    expect(decodeMarshal(nested(2001))).toBeNull()
    expect(decodeMarshal(nested(1_000_000))).toBeNull()
    let value: PyValue = { type: 'none' }
    for (let level = 0; level < 2001; level += 1) value = { type: 'list', items: [value] }
    expect(() => encodeMarshal(value)).toThrow(RangeError)
  })
})

test('fractions come in lowest terms', () => {
  expect(decodeMarshal(tagged('Q', ...int(-6), ...int(4)))).toEqual({
    type: 'rational',
    numerator: -3n,
    denominator: 2n,
  })
  expect(decodeMarshal(tagged('Q', ...int(0), ...int(4)))).toEqual({ type: 'rational', numerator: 0n, denominator: 1n })
})

test('a fraction whose terms would take minutes to reduce is refused soon', () => {
  const numerator = (1n << 8_000_000n) - 1n
  const bytes = encodeMarshal({ type: 'rational', numerator, denominator: (1n << 7_999_999n) - 1n })
  const began = performance.now()
  expect(decodeMarshal(bytes)).toBeNull()
  expect(performance.now() - began).toBeLessThan(8000)
})

test('an integer of 16 MB is read at once (a quarter of a second on a quiet machine)', () => {
  // All digits 0x7fff but the highest: 2 ** (15 * count - 14) - 1.
  const count = 8 * 1024 * 1024
  const bytes = new Uint8Array(5 + count * 2)
  bytes.set([0x6c, ...int32(count)])
  for (let index = 0; index < count; index += 1) bytes.set(index === count - 1 ? [1, 0] : [0xff, 0x7f], 5 + index * 2)
  const began = performance.now()
  const value = decodeMarshal(bytes)
  const milliseconds = performance.now() - began
  expect(value?.type === 'int' && value.value === (1n << BigInt(15 * count - 14)) - 1n).toBe(true)
  expect(milliseconds).toBeLessThan(3000)
})
