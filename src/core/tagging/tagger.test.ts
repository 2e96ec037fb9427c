import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Tagger } from '../attacks/resources'
import { nodeWordNet } from '../wordnet/testing/node-wordnet'
import { createTagger } from './tagger'

interface TaggedWord {
  readonly word: string
  readonly tag: string
}

/** Sentences tagged by hand, in the manner of prompts: `word/TAG word/TAG`, one sentence a line. */
function sentences(name: string): TaggedWord[][] {
  const text = readFileSync(fileURLToPath(new URL(`fixtures/${name}.txt`, import.meta.url)), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) =>
      line.split(' ').map((entry) => {
        const cut = entry.lastIndexOf('/')
        return { word: entry.slice(0, cut), tag: entry.slice(cut + 1) }
      }),
    )
}

describe('the tagger', () => {
  let tagger: Tagger
  beforeAll(() => {
    tagger = createTagger(nodeWordNet())
  })

  // wink-pos-tagger 2.2.2 on the same tokens: 375 of 412 and 264 of 283; en-pos 1.0.16: 385 and 269.
  it.each([
    ['hand-tagged', 'which the weights were set by', 412, 406],
    ['hand-tagged-held-out', 'which they were not', 283, 277],
  ])('%s, %s: of %i tokens at least %i have the tag given by hand', (name, _role, total, least) => {
    const words = sentences(name)
    const pairs = words.flatMap((sentence) => {
      const tags = tagger.tag(sentence.map(({ word }) => word))
      expect(tags).toHaveLength(sentence.length)
      return sentence.map(({ word, tag }, place) => ({ word, tag, found: tags[place] }))
    })
    const wrong = pairs.filter(({ tag, found }) => tag !== found)
    console.info(`${name}: ${pairs.length - wrong.length} of ${pairs.length} tags as by hand`)
    expect(pairs).toHaveLength(total)
    expect(pairs.length - wrong.length).toBeGreaterThanOrEqual(least)
  })

  it.each([
    ['Write a function to sort x_1 by f .', 'VB DT NN TO VB NN IN NN .'],
    ["It does not contain `` a '' ; [ 1 , -2.5 ]", "PRP VBZ RB VB `` DT '' : ( CD , CD )"],
    ['Return the 3rd sub-list of Fibonacci numbers', 'VB DT JJ NN IN NNP NNS'],
    ['🙂 שלום _ …', 'SYM NN SYM :'],
    ['', ''],
  ])('%j', (text, tags) => {
    expect(tagger.tag(text.split(' ').filter((word) => word !== '')).join(' ')).toBe(tags)
  })

  it('tags 20,000 tokens, the same again', () => {
    const tokens = Array.from(
      { length: 20_000 },
      (_, place) => ['count', 'the', 'given', 'lists', ','][place % 5] ?? '',
    )
    const tags = tagger.tag(tokens)
    expect(tags).toHaveLength(tokens.length)
    expect(tagger.tag(tokens)).toEqual(tags)
  })
})
