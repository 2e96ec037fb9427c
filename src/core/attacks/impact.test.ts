import { describe, expect, it } from 'vitest'
import { impactOf } from './impact'
import { findAttack } from './registry'
import { wordEdits } from './sentence/word-edits'

const PROMPT = '"""\nAdd up the two numbers.\nassert f(1) == 1\n"""\n'
const INPUT = { prompt: PROMPT, form: 'mbpp' as const, entryPoint: 'f' }
const attack = findAttack('char')

const impact = (from: string, to: string) => impactOf(INPUT, wordEdits(0, PROMPT, PROMPT.replace(from, to)), attack)

describe('impactOf', () => {
  it('counts letters and words that changed', () => {
    expect(impact('Add', 'aDd')).toMatchObject({
      letters: { total: 25, changed: 2 },
      words: { total: 9, changed: 1 },
    })
    expect(impact('two numbers', 'numbers')).toMatchObject({ letters: { changed: 3 }, words: { changed: 1 } })
    expect(impact('two', 'two natural whole')).toMatchObject({ letters: { changed: 12 }, words: { changed: 2 } })
    expect(impact('x', 'x')).toMatchObject({ letters: { changed: 0 }, words: { changed: 0 }, protectedEdits: 0 })
  })

  it('tells what was protected, and edits that reached into it', () => {
    const { protectedShare, protectedEdits } = impact('assert f(1)', 'assert f(2)')
    expect(protectedEdits).toBe(1)
    expect(protectedShare).toBeCloseTo(1 - 'Add up the two numbers.'.length / PROMPT.length, 10)
    expect(impact('Add', 'Sum').protectedEdits).toBe(0)
  })

  it('takes an empty prompt and long edits', () => {
    expect(impactOf({ ...INPUT, prompt: '' }, [], attack).protectedShare).toBe(0)
    const long = 'a'.repeat(5000)
    const edits = [{ start: 0, end: 5000, before: long, after: 'b'.repeat(4000) }]
    expect(impactOf({ ...INPUT, prompt: long }, edits, attack).letters.changed).toBe(5000)
  })
})
