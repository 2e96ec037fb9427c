import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareCode } from './difference'
import { editSnippets, joined, promptPieces, seen, tinted } from './edits'
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

describe('tinted', () => {
  const clean = 'def f(x):\n    """Add up."""\n'
  const regions = [
    { kind: 'signature', start: 0, end: 9 },
    { kind: 'code', start: 9, end: 17 },
    { kind: 'sentence', start: 17, end: 24 },
    { kind: 'code', start: 24, end: 28 },
  ] as const
  test('cuts pieces at the bounds of regions and loses nothing', () => {
    const edits = [{ start: 17, end: 20, before: 'Add', after: 'aDD' }]
    const pieces = tinted(promptPieces(clean, clean.replace('Add', 'aDD'), edits), regions)
    expect(pieces.map(({ kind, region }) => [kind, region])).toEqual([
      ['same', 'signature'],
      ['same', 'code'],
      ['edit', 'sentence'],
      ['same', 'sentence'],
      ['same', 'code'],
    ])
    expect(joined(pieces, 'before')).toBe(clean)
  })
  test('keeps both texts, whatever the regions and edits', () => {
    fc.assert(
      fc.property(text, text, fc.array(fc.nat(12), { maxLength: 4 }), (before, after, lengths) => {
        let start = 0
        const cut = lengths.map((length) => ({ kind: 'code' as const, start, end: (start += length + 1) }))
        const pieces = tinted(promptPieces(before, after, []), cut)
        expect(joined(pieces, 'before')).toBe(before)
        expect(joined(pieces, 'after')).toBe(after)
      }),
    )
  })
})

describe('editSnippets', () => {
  test('shows each edit with a little of its line', () => {
    const edits = [
      { start: 4, end: 5, before: 'e', after: 'E' },
      { start: 10, end: 10, before: '', after: '\n' },
    ]
    expect(editSnippets('one\nexact\ntwo', edits, 1)).toEqual([{ lead: '', before: 'e', after: 'E', tail: 'xact' }])
    expect(editSnippets('one\nexact\ntwo', edits, 5)).toHaveLength(2)
  })
  test('what cannot be seen gets a sign', () => {
    expect(seen('\n')).toBe('⏎\n')
    expect(seen('  ')).toBe('··')
    expect(seen('a\u200bb')).toBe('a⟨U+200B⟩b')
    expect(seen('word here')).toBe('word here')
  })
})
