import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync, zlibSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '../hash'
import { packedWordNet } from './build/packed-file'
import { readWordNetPackage } from './build/read-package'
import { PACKED_WORDNET } from './format'
import { packWordNet } from './pack'
import type { WordNetTables } from './tables'
import { nodeWordNet } from './testing/node-wordnet'
import { PARTS_OF_SPEECH, type Synset, type WordNet } from './types'
import { openWordNet, unpackWordNet } from './unpack'

/** What models/fixtures/wordnet.py writes. */
interface Fixture {
  readonly words: readonly string[]
  readonly digests: readonly string[]
  readonly whole: Readonly<Record<string, unknown>>
}

function readFixture(): Fixture {
  const path = fileURLToPath(new URL('fixtures/nltk.json.gz', import.meta.url))
  return JSON.parse(new TextDecoder().decode(gunzipSync(new Uint8Array(readFileSync(path))))) as Fixture
}

function answers(wordnet: WordNet, word: string): unknown {
  const byPart = <T>(ask: (part: (typeof PARTS_OF_SPEECH)[number]) => T) =>
    Object.fromEntries(PARTS_OF_SPEECH.map((part) => [part, ask(part)]))
  return [
    byPart((part) => wordnet.synsets(word, part).map(({ offset, part: own, lemmas }) => [offset, own, lemmas])),
    wordnet.synsets(word).map(({ offset, part }) => [offset, part]),
    byPart((part) => wordnet.morphy(word, part)),
  ]
}

function sameSynset(a: Synset | undefined, b: Synset | undefined): boolean {
  return a?.offset === b?.offset && a?.part === b?.part && a?.lemmas.join() === b?.lemmas.join()
}

describe('the packed WordNet', () => {
  let wordnet: WordNet
  beforeAll(() => {
    wordnet = nodeWordNet()
  })

  it("says of 5,000 words what NLTK's reader says: synsets, their order, lemmas, morphy", () => {
    const { words, digests, whole } = readFixture()
    for (const [word, expected] of Object.entries(whole)) expect(answers(wordnet, word), word).toEqual(expected)
    const differing = words.filter(
      (word, place) => sha256Hex(JSON.stringify(answers(wordnet, word))).slice(0, 12) !== digests[place],
    )
    expect(differing).toEqual([])
    expect(words).toHaveLength(5000)
    expect(Object.keys(whole).length).toBeGreaterThan(30)
  })

  it('knows how often a lemma was seen, and its irregular forms', () => {
    expect(wordnet.frequency('be', 'v')).toBeGreaterThan(10_000)
    expect(wordnet.frequency('zebra', 'n')).toBe(0)
    expect(wordnet.frequency('zebra', 'v')).toBeNull()
    expect(wordnet.exceptions('v').get('written')).toEqual(['write'])
    expect(wordnet.baseForms('leaves', 'n')).toEqual(['leaf', 'leave'])
  })

  it('is small, and made with the hash that is pinned', () => {
    const packed = packedWordNet()
    expect(sha256Hex(packed)).toBe(PACKED_WORDNET.sha256)
    expect(packed.length).toBe(PACKED_WORDNET.bytes)
    expect(packed.length).toBeLessThan(2.5 * 2 ** 20)
  })

  it('is refused where a byte differs', () => {
    const damaged = packedWordNet().slice()
    damaged[1000] = (damaged[1000] ?? 0) ^ 1
    expect(() => openWordNet(damaged)).toThrow(expect.objectContaining({ name: 'LabError', code: 'wrong-hash' }))
  })
})

describe('packing', () => {
  it("comes to the pinned hash from Princeton's files, whose licence goes along", () => {
    const tables = readWordNetPackage()
    const packed = packWordNet(tables)
    expect(sha256Hex(packed)).toBe(PACKED_WORDNET.sha256)
    const { notice, wordnet } = unpackWordNet(packed)
    expect(notice).toBe(tables.notice)
    expect(notice).toContain('WordNet 3.0 Copyright 2006 by Princeton University')
    for (const part of PARTS_OF_SPEECH) {
      const { synsets, index, exceptions } = tables.parts[part]
      expect(wordnet.exceptions(part)).toEqual(exceptions)
      // Plain comparison: 150,000 assertions would take half a minute.
      const wrong = [...index].filter(([lemma, { senses, frequency }]) => {
        const found = wordnet.synsets(lemma, part).slice(0, senses.length)
        return (
          wordnet.frequency(lemma, part) !== frequency ||
          !senses.every((sense, place) => sameSynset(found[place], synsets[sense]))
        )
      })
      expect(wrong).toEqual([])
      expect(index.size).toBeGreaterThan(4000)
    }
  })

  const synset = { offset: 7, part: 'n', lemmas: ['Cat'] } as const
  const empty = { synsets: [], index: new Map(), exceptions: new Map() }
  const tables = (noun: WordNetTables['parts']['n']): WordNetTables => ({
    notice: 'x',
    parts: { n: noun, v: empty, a: empty, r: empty },
  })

  it('refuses an index that does not follow from the synsets', () => {
    for (const index of [new Map(), new Map([['dog', { senses: [0], frequency: 0 }]])])
      expect(() => packWordNet(tables({ synsets: [synset], index, exceptions: new Map() }))).toThrow('cannot be packed')
  })

  it('takes spellings that differ in case alone for one lemma', () => {
    const synsets = [synset, { offset: 300, part: 's', lemmas: ['cat', 'CAT', 'dog'] } as const]
    const index = new Map([
      ['cat', { senses: [1, 0], frequency: 300 }],
      ['dog', { senses: [1], frequency: 0 }],
    ])
    const { wordnet } = unpackWordNet(packWordNet(tables({ synsets, index, exceptions: new Map() })))
    expect(wordnet.synsets('CATS', 'n')).toEqual([synsets[1], synsets[0]])
    expect(wordnet.frequency('cat', 'n')).toBe(300)
  })

  it('tells of a file cut short', () => {
    expect(() => unpackWordNet(zlibSync(new Uint8Array([5, 65])))).toThrow(
      expect.objectContaining({ code: 'truncated-file' }),
    )
  })
})
