import { describe, expect, it } from 'vitest'
import { attackSentence } from '../testing'

describe('whitespace', () => {
  it('takes blanks away between words and puts them into words', () => {
    const sentence = 'Write a  function to find the shared elements'
    const all = attackSentence('whitespace', sentence, { share: 1 })
    expect(all.sentence).toBe('W r i t eaf u n c t i o nt of i n dt h es h a r e de l e m e n t s')
    const some = attackSentence('whitespace', sentence, { share: 0.2 })
    expect(some.sentence.replaceAll(' ', '')).toBe(sentence.replaceAll(' ', ''))
    expect(some.sentence).not.toBe(sentence)
  })

  it('keeps the blank beside what is protected, outer blanks and line breaks', () => {
    expect(attackSentence('whitespace', '  a f b [1] c  ', { share: 1 }).applied).toBe(false)
    expect(attackSentence('whitespace', ' a b f  c', { share: 1 }).sentence).toBe(' ab f  c')
  })

  it('prefers blanks two to one', () => {
    // Two places: one blank, one joint.
    let blanks = 0
    for (let seed = 0; seed < 300; seed += 1) {
      const { sentence } = attackSentence('whitespace', 'ab c', { max: 1, share: 1 }, { seed })
      if (sentence === 'abc') blanks += 1
    }
    expect(blanks / 300).toBeGreaterThan(0.57)
    expect(blanks / 300).toBeLessThan(0.76)
  })

  it('as published also joins and cuts names', () => {
    const { sentence } = attackSentence('whitespace', 'xa list f', { delete: 1, insert: 1 }, { mode: 'published' })
    expect(sentence).toBe('x a l i s t f ')
  })
})
