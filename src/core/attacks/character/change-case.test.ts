import { describe, expect, it } from 'vitest'
import { attackSentence } from '../testing'

describe('case', () => {
  it('changes a third of the letters unless told otherwise', () => {
    const sentence = 'Write a function to find the shared elements from the two given lists'
    const letters = sentence.replaceAll(' ', '').length
    const result = attackSentence('case', sentence)
    expect(result.edits).toHaveLength(Math.ceil(0.35 * letters))
    expect(result.sentence.toLowerCase()).toBe(sentence.toLowerCase())
  })

  it('at share 1 changes every letter that has another case, and only where it leads back', () => {
    expect(attackSentence('case', 'Aß ǅ ŉ שa 1é', { share: 1 }).sentence).toBe('aß ǅ ŉ שA 1É')
  })

  it('as published changes letters of words that are no names', () => {
    const { sentence } = attackSentence('case', 'xWrite the list of f Ab', { probability: 1 }, { mode: 'published' })
    // `list` is a type and `f` the function.
    expect(sentence).toBe('XwRITE THE list OF f aB')
  })
})
