import { describe, expect, it } from 'vitest'
import { attackSentence } from '../testing'

const SENTENCE = "Find a f's naïve WORD, True; שלום e\u0301te 🙂"

describe('delete', () => {
  it('leaves out letters but never the first of a word, a name, or a letter with marks', () => {
    expect(attackSentence('delete', SENTENCE, { share: 1 }).sentence).toBe("F a f's n W, True; ש e\u0301t 🙂")
  })
})

describe('insert', () => {
  it('puts letters in after letters, in their case', () => {
    const { sentence, edits } = attackSentence('insert', SENTENCE, { share: 1 })
    expect(edits.every(({ before, after }) => before === '' && /^[A-Za-z]$/.test(after))).toBe(true)
    expect(sentence).toMatch(
      /^F[A-Z]i[a-z]n[a-z]d[a-z] a[a-z] f's[a-z] n[a-z]a[a-z]ï[a-z]v[a-z]e[a-z] W[A-Z]O[A-Z]R[A-Z]D[A-Z], True; ש[a-z]ל[a-z]ו[a-z]ם[a-z] e\u0301t[a-z]e[a-z] 🙂$/,
    )
  })
})

describe('repeat', () => {
  it('doubles letters', () => {
    expect(attackSentence('repeat', SENTENCE, { share: 1 }).sentence).toBe(
      "FFiinndd aa f'ss nnaaïïvvee WWOORRDD, True; ששללווםם e\u0301ttee 🙂",
    )
  })
})

describe.each(['delete', 'insert', 'repeat'])('%s', (attack) => {
  it('says why it changes nothing', () => {
    expect(attackSentence(attack, '12 🙂 True')).toMatchObject({ applied: false, why: expect.stringContaining('no ') })
  })
})
