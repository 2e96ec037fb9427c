import { describe, expect, it } from 'vitest'
import { attackSentence } from '../testing'

const SENTENCE = 'Find the sum of f in names.'
const UNSEEN = /[\u200b\u200c\u200d\u2060]/g

describe('invisible', () => {
  it('puts characters without width inside words, and nothing else', () => {
    const { sentence, edits } = attackSentence('invisible', SENTENCE, { share: 1 })
    expect(sentence.replaceAll('\u200b', '')).toBe(SENTENCE)
    expect(sentence.split('\u200b')).toHaveLength(edits.length + 1)
    expect(sentence).toContain('F\u200bi\u200bn\u200bd t\u200bh\u200be')
  })

  it.each([
    ['zero-width-non-joiner', '\u200c'],
    ['zero-width-joiner', '\u200d'],
    ['word-joiner', '\u2060'],
  ])('takes the character named: %s', (character, unseen) => {
    const { sentence } = attackSentence('invisible', SENTENCE, { share: 1, character })
    expect(sentence.match(UNSEEN)?.every((found) => found === unseen)).toBe(true)
  })

  it('takes any of them', () => {
    const { sentence } = attackSentence('invisible', SENTENCE.repeat(3), { share: 1, character: 'any' })
    expect(new Set(sentence.match(UNSEEN)).size).toBe(4)
  })
})
