import { describe, expect, test } from 'vitest'
import { pythonEquals } from './compare'
import { ExpectedValue } from './expected-value'
import golden from './fixtures/values.json'
import { decodeMarshal, encodeMarshal } from './marshal'
import { clippedRepr } from './repr'
import { isClose } from './tolerance'
import type { PyValue } from './value'

/** Vectors from CPython 3.11 and numpy: fixtures/make_values.py. */
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const decode = (text: string): PyValue => {
  const value = decodeMarshal(bytesOf(text))
  if (value === null) throw new Error(`not decoded: ${text}`)
  return value
}
const places = (values: readonly PyValue[], holds: (a: PyValue, b: PyValue) => boolean) =>
  values.map((a) => values.flatMap((b, index) => (holds(a, b) ? [index] : [])))
const matrix = (values: readonly PyValue[], holds: (a: PyValue, b: PyValue) => boolean) =>
  values.flatMap((a) => values.map((b) => (holds(a, b) ? '1' : '0'))).join('')

/** By value and result, so that a difference names its values. */
function differences(values: readonly PyValue[], found: number[][], wanted: readonly number[][]): string[] {
  return found.flatMap((row, i) => {
    const want = new Set(wanted[i])
    const got = new Set(row)
    return values.flatMap((other, j) =>
      want.has(j) === got.has(j)
        ? []
        : [`${clippedRepr(values[i] ?? other)} and ${clippedRepr(other)}: ${got.has(j) ? 'yes' : 'no'}`],
    )
  })
}

const { table, families } = golden
const groups = [table, ...families]

describe('against CPython and numpy', () => {
  test('there are as many pairs as we say', () => {
    expect(
      table.values.length ** 2 + families.reduce((sum, { values }) => sum + values.length ** 2, 0),
    ).toBeGreaterThan(100_000)
  })

  test('bytes there and back are the same', () => {
    for (const group of groups) {
      for (const bytes of group.values) expect(Buffer.from(encodeMarshal(decode(bytes))).toString('base64')).toBe(bytes)
    }
  })

  test('repr', () => {
    for (const group of groups) {
      for (const [index, wanted] of group.repr.entries()) {
        if (wanted !== null) expect(clippedRepr(decode(group.values[index] ?? ''))).toBe(wanted)
      }
    }
  })

  test('what is compared as floats', () => {
    for (const group of groups) {
      expect(
        group.values.flatMap((bytes, index) => (new ExpectedValue(bytesOf(bytes)).isFloats ? [index] : [])),
      ).toEqual(group.floats)
    }
  })

  test('a value in the same bytes is surely equal, where it equals itself at all', () => {
    for (const group of groups) {
      for (const text of group.values) {
        const value = decode(text)
        if (new ExpectedValue(bytesOf(text)).isSurely(bytesOf(text))) expect(pythonEquals(value, value)).toBe(true)
      }
    }
  })

  test('every pair of the table', () => {
    const values = table.values.map(decode)
    expect(differences(values, places(values, pythonEquals), table.equal)).toEqual([])
    const close = (tolerance: number) => places(values, (a, b) => isClose(a, b, tolerance))
    expect(differences(values, close(1e-6), table['close_1e-6'])).toEqual([])
    expect(differences(values, close(1e-4), table['close_1e-4'])).toEqual([])
  })

  test('every pair of every family', () => {
    for (const family of families) {
      const values = family.values.map(decode)
      const names = values.map((value) => clippedRepr(value))
      const found = {
        names,
        equal: matrix(values, pythonEquals),
        fine: matrix(values, (a, b) => isClose(a, b, 1e-6)),
        coarse: matrix(values, (a, b) => isClose(a, b, 1e-4)),
      }
      expect(found).toEqual({ names, equal: family.equal, fine: family['close_1e-6'], coarse: family['close_1e-4'] })
    }
  })
})
