import { describe, expect, it } from 'vitest'
import { corrected, line } from './testing'

describe('synonym insertion', () => {
  it('puts a name of a synset after the word, and takes nothing away', () => {
    const input = line('Begin the job with the reply.')
    const { edits, text } = corrected('synonym-insertion', input, { share: 1 })
    expect(edits.length).toBeGreaterThan(1)
    for (const { before, after, start, end } of edits) {
      expect([before, end]).toEqual(['', start])
      expect(after).toMatch(/^ [a-z]+(?:[- ][a-z]+)*$/)
      expect(input.prompt.slice(0, start)).toMatch(/[a-z]$/)
    }
    expect(text.startsWith('"""\nBegin ')).toBe(true)
  })

  it('inserts after half of the words by default', () => {
    const input = line('Begin the job, send the reply, open the door, close the window.')
    const all = corrected('synonym-insertion', input, { share: 1 }).edits.length
    expect(corrected('synonym-insertion', input).edits).toHaveLength(Math.ceil(all / 2))
  })
})
