import { describe, expect, it } from 'vitest'
import { applyEdits, invertEdits } from '../edits'
import { changedLine, corrected, line } from './testing'

describe('the corrected word attack', () => {
  it('keeps form and case, and mends the article', () => {
    const seen = new Set(
      Array.from({ length: 60 }, (_, seed) =>
        changedLine('word', 'Differences are begun by a job.', { share: 1 }, seed),
      ),
    )
    expect(seen.size).toBeGreaterThan(1)
    for (const text of seen) {
      expect(text).toMatch(/^[A-Z][a-z]+s are [a-z]+(?:ed|un) by an? [a-z]+\.$/)
      expect(/ a [aeio]| an [^aeiou]/.test(text), text).toBe(false)
    }
  })

  it('mends the article in the same edit', () => {
    const edits = Array.from(
      { length: 40 },
      (_, seed) => corrected('word', line('Return an answer.'), { share: 1 }, seed).edits,
    ).flat()
    expect(edits.map(({ before }) => before)).toContain('an answer')
    expect(edits.every(({ after }) => /^(?:an [aeio]|a [^aeio])/.test(after))).toBe(true)
  })

  it('knows satellite adjectives', () => {
    const seen = Array.from({ length: 30 }, (_, seed) => changedLine('word', 'the rapid reply', { share: 1 }, seed))
    expect(seen.some((text) => !text.includes('rapid'))).toBe(true)
  })

  it('replaces nothing but words: spaces, quotes, line ends and terms stay', () => {
    const text = `Write  a  "big" function : find 'the' answer(s) of the even numbers in x_1 , solve it`
    const { text: after, edits } = corrected('word', line(text), { share: 1 })
    expect(after.endsWith('\n')).toBe(true)
    for (const part of ['  a  "big" function : ', "'the'", ' of the even numbers in x_1 , solve it\n'])
      expect(after).toContain(part)
    expect(applyEdits(after, invertEdits(edits))).toBe(line(text).prompt)
    expect(edits.every((edit) => /^[A-Za-z]+$/.test(edit.before))).toBe(true)
  })

  it('changes min(max, ceil(share x candidates)) words, one edit each', () => {
    const text = 'Find the answer and begin the job with the reply.'
    const all = corrected('word', line(text), { share: 1 }).edits.length
    expect(all).toBeGreaterThan(3)
    for (const share of [0.1, 0.5, 0.75])
      expect(corrected('word', line(text), { share }).edits).toHaveLength(Math.ceil(share * all))
    expect(corrected('word', line(text), { share: 1, max: 2 }).edits).toHaveLength(2)
    expect(corrected('word', line('12 + 3 = x'), { share: 1 })).toMatchObject({
      applied: false,
      why: expect.stringContaining('No word'),
    })
  })

  it('gives this text for this seed, now and later', () => {
    expect(
      changedLine('word', 'Write a function to find the answer and begin the job.', { share: 1 }, 3),
    ).toMatchInlineSnapshot(`"Pen a function to discover the reply and commence the occupation."`)
  })
})
