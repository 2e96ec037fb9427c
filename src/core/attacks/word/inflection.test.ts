import { describe, expect, it } from 'vitest'
import { inflect } from '../../inflection/inflect'
import { testResources } from '../testing-resources'
import { wordnetOf } from '../resources'
import { changedLine, corrected, line } from './testing'

describe('inflection', () => {
  it('gives every word of content another form of its own', () => {
    const text = 'Write a function to find the largest box in the lists.'
    const wordnet = wordnetOf(testResources())
    const seen = new Map<string, Set<string>>()
    for (let seed = 0; seed < 40; seed += 1)
      for (const { before, after } of corrected('inflection', line(text), { share: 1 }, seed).edits) {
        const word = before.replace(/^an? /i, '')
        seen.set(word, (seen.get(word) ?? new Set()).add(after.replace(/^an? /i, '')))
      }
    expect(seen.get('Write')).toEqual(new Set(['Writes', 'Writing', 'Wrote', 'Written']))
    expect(seen.get('largest')).toEqual(new Set(['large', 'larger']))
    expect(seen.get('box')).toEqual(new Set([inflect('box', 'NNS', wordnet)]))
    expect(seen.get('lists')).toEqual(new Set(['list']))
    expect([...seen.keys()].sort()).toEqual(['Write', 'box', 'find', 'function', 'largest', 'lists'])
  })

  it('changes the share of words that the dial says', () => {
    const text = 'Sort the words, remove the vowels and print the letters.'
    const count = (share: number) => corrected('inflection', line(text), { share }).edits.length
    expect([0, 0.5, 1].map(count)).toEqual([0, 3, 6])
    expect(corrected('inflection', line(text), { share: 1, max: 2 }).edits).toHaveLength(2)
  })

  it('leaves adverbs, names, numbers and examples', () => {
    expect(changedLine('inflection', 'quickly 3 solve x_1 "words" [words]', { share: 1 })).toBe(
      'quickly 3 solve x_1 "words" [words]',
    )
  })
})
