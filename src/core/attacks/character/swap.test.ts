import { describe, expect, it } from 'vitest'
import golden from '../fixtures/recode-swap.json'
import { attackSentence, sentenceInput } from '../testing'
import { perturb } from '../registry'

describe('swap', () => {
  it('changes places of different letters of one word, none twice', () => {
    const sentence = 'Find all the letters, naïve; שלום 𐐨𐐩'
    const result = attackSentence('swap', sentence, { share: 1 })
    expect(result.edits.length).toBeGreaterThan(8)
    for (const { before, after } of result.edits) {
      expect([...after].reverse().join('')).toBe(before)
      expect(before).toMatch(/^\p{L}{2}$/u)
    }
    const words = (text: string) => text.split(/[^\p{L}]+/u).map((word) => [...word].sort().join(''))
    expect(words(result.sentence)).toEqual(words(sentence))
  })

  it('finds nothing where there is nothing', () => {
    expect(attackSentence('swap', 'a oo 12 é').applied).toBe(false)
    // A letter and its marks stay together.
    expect(attackSentence('swap', 'a\u0301b', { share: 1 }).applied).toBe(false)
  })

  it("as published is what NumPy's stream gives", () => {
    for (const [text, seed, probability, expected] of golden) {
      const body = String(text)
      // The stretch begins after one character, and ends before white space.
      const prompt = `def f_():\n    """ ${body}"""\n`
      const input = { ...sentenceInput(''), prompt, form: 'humaneval' as const, entryPoint: 'f_' }
      const parameters = { probability: Number(probability) }
      const result = perturb({ attack: 'swap', mode: 'published', parameters, seed: Number(seed) }, input)
      expect(result.text).toBe(prompt.replace(body, () => String(expected)))
    }
    expect(golden.length).toBeGreaterThan(30)
  })
})
