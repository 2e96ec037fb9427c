import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pythonEquals } from './compare'
import { ExpectedValue, UnreadableExpected } from './expected-value'
import { encodeMarshal } from './marshal'
import { isFloats, mayHoldNaN } from './marshal-scan'
import { isClose } from './tolerance'
import { anyValue } from './testing/any-value'
import type { PyValue } from './value'

const nan: PyValue = { type: 'float', value: NaN }
const list = (...items: PyValue[]): PyValue => ({ type: 'list', items })

test('a NaN is found wherever it is', () => {
  fc.assert(
    fc.property(anyValue, fc.nat({ max: 3 }), fc.boolean(), (value, place, isComplex) => {
      const hidden: PyValue = isComplex ? { type: 'complex', real: 1, imaginary: NaN } : nan
      const items = [value, value, value]
      items.splice(place, 0, list(hidden))
      expect(mayHoldNaN(encodeMarshal(list(...items)))).toBe(true)
    }),
  )
})

test('infinities, and text without such bytes, are no NaN', () => {
  expect(mayHoldNaN(encodeMarshal({ type: 'float', value: Infinity }))).toBe(false)
  expect(mayHoldNaN(encodeMarshal({ type: 'complex', real: -Infinity, imaginary: 1 }))).toBe(false)
  expect(mayHoldNaN(encodeMarshal(list({ type: 'str', value: 'gggggggggggggggggggggyyyyyyyyyyyyyyyyyyyyyyyy' })))).toBe(
    false,
  )
})

test('surely equal: the same bytes without a NaN', () => {
  const bytes = encodeMarshal(list({ type: 'float', value: 1 }))
  expect(new ExpectedValue(bytes).isSurely(bytes.slice())).toBe(true)
  expect(new ExpectedValue(bytes).isSurely(encodeMarshal(list({ type: 'int', value: 1n })))).toBe(false)
  expect(new ExpectedValue(encodeMarshal(nan)).isSurely(encodeMarshal(nan))).toBe(false)
})

test('what is compared as floats is read off the bytes', () => {
  const float: PyValue = { type: 'float', value: 1 }
  // The second has the length of a list of floats and the tag of one where a float would be.
  const disguised: PyValue = list({ type: 'str', value: 'g123' })
  expect(encodeMarshal(disguised).length).toBe(encodeMarshal(list(float)).length)
  expect(
    [float, list(float), list(float, float), list(), list(nan), disguised, list(list(float))].map((value) =>
      isFloats(encodeMarshal(value)),
    ),
  ).toEqual([true, true, true, false, true, false, false])
})

test('bytes that are no value are named when they are asked for', () => {
  expect(() => new ExpectedValue(Uint8Array.from([1])).value).toThrow(UnreadableExpected)
})

test('what is surely another value is neither equal nor close', () => {
  fc.assert(
    fc.property(anyValue, anyValue, (expected, got) => {
      if (!new ExpectedValue(encodeMarshal(expected)).isSurelyNot(encodeMarshal(got))) return
      expect(pythonEquals(got, expected) || isClose(got, expected, 1e-6)).toBe(false)
    }),
    { numRuns: 1000 },
  )
  const isSurelyNot = (expected: PyValue, got: PyValue) =>
    new ExpectedValue(encodeMarshal(expected)).isSurelyNot(encodeMarshal(got))
  expect(isSurelyNot(list(nan), list(nan, nan))).toBe(true)
  expect(isSurelyNot(nan, list(nan))).toBe(true)
  expect(isSurelyNot(list(nan), list(list(nan)))).toBe(false)
  const key = (value: PyValue): PyValue => ({ type: 'set', items: [value] })
  expect(isSurelyNot(key({ type: 'bool', value: true }), key({ type: 'complex', real: 1, imaginary: 0 }))).toBe(false)
  expect(isSurelyNot(key(nan), key({ type: 'str', value: 'x'.repeat(500) }))).toBe(true)
})
