import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { earliestStop, TextAssembler } from './text-assembler'

/** Tokens are bytes, the hardest case: characters are cut anywhere. */
const decode = (tokens: readonly number[]): string => new TextDecoder().decode(Uint8Array.from(tokens))

describe('text of growing tokens', () => {
  it('never shows half a character and ends as the whole decodes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('\ufffd') && !text.includes('\ufeff'))
        const assembler = new TextAssembler(decode)
        for (const byte of new TextEncoder().encode(text)) {
          assembler.push(byte)
          expect(text.startsWith(assembler.text)).toBe(true)
        }
        expect(assembler.text).toBe(text)
        expect(assembler.finish()).toBe(text)
      }),
    )
  })

  it('shows a character that never gets complete only at the end', () => {
    const assembler = new TextAssembler(decode)
    for (const byte of [0x61, 0xe2, 0x82]) assembler.push(byte)
    expect(assembler.text).toBe('a')
    expect(assembler.finish()).toBe('a\ufffd')
  })
})

describe('stop strings', () => {
  it('are found at their earliest place', () => {
    expect(earliestStop('x\nclass A\ndef f', ['\ndef ', '\nclass '])).toBe(1)
    expect(earliestStop('abc', ['d', ''])).toBe(-1)
  })
})
