import { hexToBytes } from '@noble/hashes/utils.js'
import { describe, expect, test } from 'vitest'
import { pythonEquals } from '../judge/compare'
import { decodeMarshal } from '../judge/marshal'
import { clippedRepr } from '../judge/repr'
import literals from './fixtures/literals.json'
import { parseLiteral } from './python-literal'

/** Vectors from CPython: fixtures/make_fixtures.py. Null: Python raises, or we read no such thing. */
describe('parseLiteral', () => {
  test.each(literals.filter(({ marshal }) => marshal !== null))('reads $source', ({ source, marshal }) => {
    const wanted = decodeMarshal(hexToBytes(marshal ?? ''))
    const got = parseLiteral(source)
    if (typeof got === 'string' || wanted === null) throw new Error(`${source} ${String(got)}`)
    // NaN equals nothing, and -0.0 equals 0.0: there the text decides.
    const isEqual = pythonEquals(got.value, wanted) || clippedRepr(got.value) === 'nan'
    expect([isEqual, got.value.type, clippedRepr(got.value)]).toEqual([
      true,
      wanted.type,
      // The order of a set is not Python's.
      clippedRepr(wanted).includes('{') && isEqual ? clippedRepr(got.value) : clippedRepr(wanted),
    ])
  })

  test.each(literals.filter(({ marshal }) => marshal === null))('refuses $source', ({ source }) => {
    expect(parseLiteral(source)).toMatch(/^is no Python literal: /)
  })

  test('is not impressed by size', () => {
    expect(parseLiteral(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toMatch(/no Python literal/)
    expect(parseLiteral('9'.repeat(1_000_000))).toMatch(/4300 digits/)
    expect(parseLiteral(`{${Array.from({ length: 20_000 }, (_, index) => index % 1000).join()}}`)).toMatchObject({
      value: { type: 'set', items: { length: 1000 } },
    })
  })
})
