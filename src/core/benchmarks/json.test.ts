import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJson } from './json'

describe('parseJson', () => {
  test('keeps what JSON.parse loses', () => {
    expect(parseJson('[1, 1.0, 123456789012345678901234567890, -0.0, 1e400, NaN, -Infinity]')).toEqual({
      type: 'list',
      items: [
        { type: 'int', value: 1n },
        { type: 'float', value: 1 },
        { type: 'int', value: 123456789012345678901234567890n },
        { type: 'float', value: -0 },
        { type: 'float', value: Infinity },
        { type: 'float', value: NaN },
        { type: 'float', value: -Infinity },
      ],
    })
  })

  test('reads text as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseJson(JSON.stringify(text))).toEqual({ type: 'str', value: text })
      }),
    )
  })

  test('accepts what JSON.parse accepts, and refuses what it refuses', () => {
    const noise = fc
      .array(fc.constantFrom('[', ']', '{', '}', ',', ':', '"a"', '1', '-', '.5', 'e3', 'true', ' ', '\\', '01'))
      .map((parts) => parts.join(''))
    const accepts = (parse: (text: string) => unknown, text: string) => {
      try {
        parse(text)
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(fc.oneof(noise, fc.json()), (text) => {
        expect(accepts(parseJson, text)).toBe(accepts(JSON.parse, text))
      }),
      { numRuns: 2000 },
    )
  })

  test('bounds what would take quadratic time or the stack, and lets the last of equal names win', () => {
    expect(parseJson('9'.repeat(4300))).toMatchObject({ type: 'int' })
    expect(() => parseJson('9'.repeat(4301))).toThrow(/more than 4300 digits at character 1$/)
    expect(() => parseJson('9'.repeat(1_000_000))).toThrow(/digits/)
    expect(() => parseJson('['.repeat(1_000_000))).toThrow(/Nested too deeply/)
    expect(parseJson('{"a": 1, "b": 2, "a": "\\ud800"}')).toEqual({
      type: 'dict',
      entries: [
        [
          { type: 'str', value: 'a' },
          { type: 'str', value: '\ud800' },
        ],
        [
          { type: 'str', value: 'b' },
          { type: 'int', value: 2n },
        ],
      ],
    })
  })
})
