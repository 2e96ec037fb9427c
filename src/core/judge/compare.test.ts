import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pythonEquals } from './compare'
import { hashKey } from './hash-key'
import { floatOfRatio, ratioOfFloat } from './rational'
import { anyLeaf, anyValue } from './testing/any-value'
import type { PyValue } from './value'

const int = (value: bigint): PyValue => ({ type: 'int', value })
const float = (value: number): PyValue => ({ type: 'float', value })
const str = (value: string): PyValue => ({ type: 'str', value })
const set = (...items: PyValue[]): PyValue => ({ type: 'set', items })
const nested = (levels: number, innermost: PyValue, type: 'list' | 'tuple' | 'frozenset'): PyValue => {
  let value = innermost
  for (let level = 0; level < levels; level += 1) value = { type, items: [value] }
  return value
}

describe('properties', () => {
  test('reflexive, but for NaN', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(pythonEquals(value, value)).toBe(true)
      }),
    )
    expect(pythonEquals(float(NaN), float(NaN))).toBe(false)
  })

  test('symmetric', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (left, right) => {
        expect(pythonEquals(left, right)).toBe(pythonEquals(right, left))
      }),
    )
  })

  test('what is hashable has the same key exactly where it is equal', () => {
    fc.assert(
      fc.property(anyLeaf, anyLeaf, (left, right) => {
        expect(hashKey(left) === hashKey(right)).toBe(pythonEquals(left, right))
      }),
      { numRuns: 2000 },
    )
  })

  test('an int and a float are equal exactly where their fractions are', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: -1, max: 1 }),
        (value, off) => {
          const { numerator, denominator } = ratioOfFloat(value)
          const whole = numerator / denominator + BigInt(off)
          expect(pythonEquals(int(whole), float(value))).toBe(whole * denominator === numerator)
          expect(pythonEquals({ type: 'rational', numerator, denominator }, float(value))).toBe(true)
          expect(floatOfRatio({ numerator, denominator })).toBe(value === 0 ? 0 : value)
        },
      ),
    )
  })
})

test('sets that claim one member twice do not equal larger ones', () => {
  expect(pythonEquals(set(int(1n), int(1n)), set(int(1n), int(2n)))).toBe(false)
  expect(pythonEquals(set(int(1n), int(2n)), set(int(1n), int(1n)))).toBe(false)
})

test('dicts with a key twice equal nothing', () => {
  const twice: PyValue = {
    type: 'dict',
    entries: [
      [int(1n), int(1n)],
      [float(1), int(1n)],
    ],
  }
  const two: PyValue = {
    type: 'dict',
    entries: [
      [int(1n), int(1n)],
      [int(2n), int(1n)],
    ],
  }
  expect(pythonEquals(twice, two)).toBe(false)
  expect(pythonEquals(two, twice)).toBe(false)
})

test('text that reads like the key of another value is not that value', () => {
  const tuple = (...items: PyValue[]): PyValue => ({ type: 'tuple', items })
  const pairs: [PyValue, PyValue][] = [
    [str('1:a'), tuple(str('a'))],
    [tuple(str('a'), str('b')), tuple(str('a,s1:b'))],
    [str('n1'), int(1n)],
    [{ type: 'none' }, str('none')],
    [{ type: 'bytes', value: Uint8Array.from([97]) }, str('a')],
    [tuple(tuple(), tuple()), tuple(tuple(tuple()))],
  ]
  for (const [left, right] of pairs) expect(pythonEquals(set(left), set(right))).toBe(false)
})

test('2000 levels, and large members in them, are compared at once', () => {
  const began = performance.now()
  for (const type of ['list', 'tuple'] as const) {
    expect(pythonEquals(nested(1999, int(1n), type), nested(1999, float(1), type))).toBe(true)
    expect(pythonEquals(nested(1999, int(1n), type), nested(1999, float(2), type))).toBe(false)
  }
  const long = 'x'.repeat(1_000_000)
  for (const type of ['tuple', 'frozenset'] as const) {
    expect(pythonEquals(set(nested(1998, str(`${long}a`), type)), set(nested(1998, str(`${long}a`), type)))).toBe(true)
    expect(pythonEquals(set(nested(1998, str(`${long}a`), type)), set(nested(1998, str(`${long}b`), type)))).toBe(false)
  }
  expect(performance.now() - began).toBeLessThan(8000)
})

test('a set with the same member twice equals no set, nor is it found in one', () => {
  const twice: PyValue = { type: 'frozenset', items: [int(1n), float(1)] }
  const once: PyValue = { type: 'frozenset', items: [int(1n)] }
  expect(pythonEquals(twice, once)).toBe(false)
  expect(pythonEquals(once, twice)).toBe(false)
  expect(pythonEquals(set(twice), set(once))).toBe(false)
})
