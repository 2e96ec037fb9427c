import { describe, expect, it } from 'vitest'
import { nodeWordNet } from '../wordnet/testing/node-wordnet'
import { inflect, type InflectedTag } from './inflect'
import { IRREGULAR_NOUNS } from './irregular-nouns'
import { IRREGULAR_VERBS } from './irregular-verbs'
import { indefiniteArticle, withCaseOf } from './spelling'

describe('inflection', () => {
  const wordnet = nodeWordNet()

  it.each([
    ['NNS', 'list lists, box boxes, city cities, day days, match matches, index indices, leaf leaves, child children'],
    ['NNS', 'bus buses, analysis analyses, series series, hero heroes, ratio ratios'],
    ['VBZ', 'sort sorts, pass passes, carry carries, go goes, play plays, be is, have has, search searches'],
    ['VBG', 'sort sorting, make making, run running, begin beginning, see seeing, die dying, visit visiting, be being'],
    ['VBG', 'put putting, ship shipping, agree agreeing, carry carrying, fix fixing, draw drawing'],
    [
      'VBD',
      'sort sorted, write wrote, carry carried, stop stopped, admit admitted, visit visited, use used, find found',
    ],
    ['VBN', 'write written, show shown, put put, control controlled, open opened, play played, go gone, be been'],
    ['JJR', 'large larger, big bigger, happy happier, good better, simple simpler, small smaller'],
    ['JJS', 'large largest, big biggest, happy happiest, bad worst, high highest, free freest'],
  ] as const)('%s: %s', (tag: InflectedTag, pairs) => {
    for (const pair of pairs.split(', ')) {
      const [base = '', form] = pair.split(' ')
      expect(inflect(base, tag, wordnet), base).toBe(form)
    }
  })

  it('finds the word to inflect among several', () => {
    expect(inflect('point of view', 'NNS', wordnet)).toBe('points of view')
    expect(inflect('data file', 'NNS', wordnet)).toBe('data files')
    expect(inflect('look up', 'VBZ', wordnet)).toBe('looks up')
    expect(inflect('important', 'JJR', wordnet)).toBe('more important')
    expect(inflect('distinct', 'JJS', wordnet)).toBe('most distinct')
  })

  it('leads back by morphy, for every irregular form of the lists', () => {
    const modern = new Set(['input', 'output', 'preset', 'reset', 'overwrite', 'sublet'])
    const lost = [...IRREGULAR_VERBS].filter(
      ([base, { past, participle }]) =>
        !modern.has(base) && ![past, participle].every((form) => wordnet.baseForms(form, 'v').includes(base)),
    )
    expect(lost).toEqual([])
    const strange = [...IRREGULAR_NOUNS].filter(
      ([singular, plural]) => singular !== plural && !wordnet.baseForms(plural, 'n').includes(singular),
    )
    // Lemmas of their own in WordNet, without a way back.
    expect(strange.map(([, plural]) => plural)).toEqual(['people', 'dice', 'bacteria'])
    expect(IRREGULAR_VERBS.size).toBeGreaterThan(180)
  })
})

describe('spelling', () => {
  it('knows the article by the sound', () => {
    const an = 'integer even odd hour honest x n-gram element unimportant umbrella'.split(' ')
    const a = 'list unique user one-time European unit u k utility number university heroic'.split(' ')
    expect(an.filter((word) => indefiniteArticle(word) !== 'an')).toEqual([])
    expect(a.filter((word) => indefiniteArticle(word) !== 'a')).toEqual([])
  })

  it('keeps the case', () => {
    expect(withCaseOf('Write', 'compose')).toBe('Compose')
    expect(withCaseOf('NOT', 'never')).toBe('NEVER')
    expect(withCaseOf('A', 'the')).toBe('The')
    expect(withCaseOf('list', 'listing')).toBe('listing')
  })
})
