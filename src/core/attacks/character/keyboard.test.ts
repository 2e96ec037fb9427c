import { describe, expect, it } from 'vitest'
import { attackSentence } from '../testing'

const SENTENCE = 'Write a Python function that finds True and the longest word of f.'
/** Keys of a US keyboard that touch each other, by hand. */
const TOUCHING = { w: 'qeas', q: 'wa', m: 'njk', p: 'ol', g: 'fhtyvb', l: 'kop' }

describe('keyboard', () => {
  it('types keys that touch the right one, in its case, in the sentence only', () => {
    const { sentence, edits } = attackSentence('keyboard', SENTENCE, { share: 1 })
    expect(sentence).toHaveLength(SENTENCE.length)
    expect(edits.length).toBe(SENTENCE.replaceAll(/[^A-Za-z]|True|\bf\b/g, '').length)
    for (const { before, after } of edits) {
      expect(after).not.toBe(before)
      expect(/^[A-Z]$/.test(after)).toBe(/^[A-Z]$/.test(before))
    }
    expect(sentence).toContain(' True ')
    expect(sentence).toMatch(/ f\.$/)
  })

  it.each(Object.entries(TOUCHING))('knows what touches %s', (key, near) => {
    const typed = new Set<string>()
    for (let seed = 0; seed < 100; seed += 1)
      typed.add(attackSentence('keyboard', `${key} `, { share: 1 }, { seed }).sentence.trim())
    expect([...typed].sort().join('')).toBe([...near].sort().join(''))
  })

  it('as published leaves names, examples and the final newline', () => {
    const { sentence, text, edits } = attackSentence(
      'keyboard',
      `${SENTENCE} list`,
      { probability: 1 },
      { mode: 'published' },
    )
    expect(edits.length).toBeGreaterThan(30)
    expect(sentence).toMatch(/^[WQEAS]\w{4} \w [POL]\w{5} /)
    expect(sentence).toMatch(/ f\. list$/)
    expect(text.endsWith('\nassert f(1) == 1\n"""\n')).toBe(true)
  })
})
