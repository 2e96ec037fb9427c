import { describe, expect, it } from 'vitest'
import { applyEdits, invertEdits, replacement, resultOf } from './edits'

describe('edits', () => {
  it('apply in order and lead back', () => {
    const edits = [replacement(0, 'a', 'AA'), replacement(2, '', '+'), replacement(3, '🙂', '')]
    expect(applyEdits('abc🙂', edits)).toBe('AAb+c')
    expect(invertEdits(edits)).toEqual([
      { start: 0, end: 2, before: 'AA', after: 'a' },
      { start: 3, end: 4, before: '+', after: '' },
      { start: 5, end: 5, before: '', after: '🙂' },
    ])
    expect(applyEdits('AAb+c', invertEdits(edits))).toBe('abc🙂')
  })

  it('that undo one another are no attack', () => {
    const result = resultOf('a  b', [replacement(1, ' ', ''), replacement(2, '', ' ')], 'nothing')
    expect(result).toMatchObject({ text: 'a  b', edits: [], applied: false })
    expect(result.why).toContain('undo one another')
  })

  it.each([
    ['another text', [replacement(0, 'x', 'y')]],
    ['overlap', [replacement(0, 'ab', ''), replacement(1, 'b', 'B')]],
    ['wrong order', [replacement(1, 'b', 'B'), replacement(0, 'a', 'A')]],
    ['a negative length', [{ start: 2, end: 1, before: '', after: 'x' }]],
  ])('that do not fit are an error: %s', (_name, edits) => {
    expect(() => applyEdits('abc', edits)).toThrow('does not fit')
  })

  it('that change nothing are dropped, and then there is a reason', () => {
    expect(resultOf('abc', [replacement(0, 'a', 'a')], 'because')).toEqual({
      text: 'abc',
      edits: [],
      program: null,
      applied: false,
      why: 'because',
    })
    expect(resultOf('abc', [replacement(2, 'c', 'C'), replacement(0, 'a', 'A')], '').edits[0]?.start).toBe(0)
  })
})
