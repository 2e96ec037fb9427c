import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareCode } from './difference'
import { joined, promptPieces } from './edits'
import { highlightPython } from './highlight'

const python = fc.array(fc.constantFrom('def f(x):', '\n    ', 'return ', 'x', ' + 1', '"é"', '# note', '😀', '\n'), {
  maxLength: 20,
})
const text = python.map((parts) => parts.join(''))

describe('highlightPython', () => {
  test('keeps every character', () => {
    fc.assert(
      fc.property(text, (code) => {
        expect(
          highlightPython(code)
            .map((span) => span.text)
            .join(''),
        ).toBe(code)
      }),
    )
  })
  test('names keywords and marks the changed range', () => {
    const spans = highlightPython('return xs', [{ start: 7, end: 9 }])
    expect(spans).toEqual([
      { text: 'return', look: 'tok-keyword', changed: false },
      { text: ' ', look: '', changed: false },
      { text: 'xs', look: 'tok-variableName', changed: true },
    ])
  })
})

describe('compareCode', () => {
  test('finds the changed token and counts what went', () => {
    const difference = compareCode('return sum(xs)', 'return max(xs)')
    expect(difference).toEqual({ isEqual: false, changed: [{ start: 7, end: 10 }], removed: 1, added: 1 })
  })
  test('what is not marked is in the reference', () => {
    fc.assert(
      fc.property(text, text, (reference, code) => {
        const { changed, isEqual } = compareCode(reference, code)
        expect(isEqual).toBe(reference === code)
        for (const { start, end } of changed) expect(end).toBeGreaterThan(start)
        if (isEqual) expect(changed).toEqual([])
      }),
    )
  })
})

describe('promptPieces', () => {
  test('uses the edits where they fit', () => {
    const pieces = promptPieces('return the sum', 'retxurn the sum', [
      { start: 0, end: 6, before: 'return', after: 'retxurn' },
    ])
    expect(pieces).toEqual([
      { kind: 'edit', before: 'return', after: 'retxurn' },
      { kind: 'same', text: ' the sum' },
    ])
  })
  test('both sides come out again, with edits or without', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = promptPieces(before, after, [])
        expect(joined(pieces, 'before')).toBe(before)
        expect(joined(pieces, 'after')).toBe(after)
      }),
    )
  })
})
