import { describe, expect, it } from 'vitest'
import { attackSentence } from '../testing'

const EACH = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz']

describe('homoglyph', () => {
  it('puts one Cyrillic or Greek letter for a Latin one of the same case', () => {
    const seen = new Map<string, Set<string>>()
    for (let seed = 0; seed < 40; seed += 1) {
      const { edits } = attackSentence('homoglyph', EACH.join(' '), { share: 1 }, { seed })
      for (const { before, after } of edits) seen.set(before, (seen.get(before) ?? new Set()).add(after))
    }
    const lower = /^\p{Ll}$/u
    for (const [latin, doubles] of seen) {
      for (const double of doubles) {
        expect(double).toMatch(/^[\p{Script=Cyrillic}\p{Script=Greek}]$/u)
        expect(lower.test(double)).toBe(lower.test(latin))
      }
    }
    // `f` is the function's name here.
    expect([...seen.keys()].sort().join('')).toBe('ABCEHIJKMNOPSTVXYZacehijopsuvxy'.replace('V', ''))
    expect([...(seen.get('o') ?? [])].sort()).toEqual(['ο', 'о'])
  })

  it('leaves names and examples', () => {
    expect(attackSentence('homoglyph', 'f True [a] "a"', { share: 1 }).applied).toBe(false)
  })
})
