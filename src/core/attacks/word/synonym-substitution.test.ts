import { describe, expect, it } from 'vitest'
import { wordnetOf } from '../resources'
import { testResources } from '../testing-resources'
import { corrected, line } from './testing'

describe('synonym substitution', () => {
  it('puts names of synsets, of any sense, in form and case', () => {
    const wordnet = wordnetOf(testResources())
    const names = wordnet.synsets('job', 'n').map(({ lemmas }) => lemmas[0]?.replaceAll('_', ' '))
    const seen = new Set(
      Array.from({ length: 60 }, (_, seed) =>
        corrected('synonym-substitution', line('the Jobs'), { share: 1 }, seed).edits.map(({ after }) => after),
      ).flat(),
    )
    expect(seen.size).toBeGreaterThan(1)
    for (const after of seen) {
      expect(after).toMatch(/^[A-Z].*s$/)
      expect(names.some((name) => name !== undefined && after.toLowerCase().startsWith(name.slice(0, -1)))).toBe(true)
    }
  })

  it('asks for satellites under adjectives', () => {
    const { edits } = corrected('synonym-substitution', line('the quick reply'), { share: 1 })
    expect(edits.some(({ before }) => before === 'quick')).toBe(true)
  })

  it('replaces half of the words by default', () => {
    const text = line('Begin the job, send the reply, open the door, close the window.')
    const all = corrected('synonym-substitution', text, { share: 1 }).edits.length
    expect(corrected('synonym-substitution', text).edits).toHaveLength(Math.ceil(all / 2))
  })
})
