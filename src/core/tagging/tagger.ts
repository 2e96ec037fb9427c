import type { Tagger } from '../attacks/resources'
import type { WordNet } from '../wordnet/types'
import { closedTags } from './closed-words'
import { openTags, type TagWeights } from './open-words'
import { transition } from './transitions'

const NUMBER = /^[-+]?\d[\d.,/:]*%?$/
const ORDINAL = /^\d+(?:st|nd|rd|th)$/i
const BE = new Set("be is are am was were been being 's 're 'm".split(' '))
const HAVE = new Set("have has had having 've".split(' '))
const DO = new Set('do does did'.split(' '))
const THEN = new Set('then finally next afterwards'.split(' '))

/**
 * Penn Treebank tags by the likeliest way through a sentence (Viterbi): closed classes by a list, open classes by what
 * WordNet knows of a word and how often it saw it, neighbours by hand-set weights. It stands in for NLTK's averaged
 * perceptron, whose trained data cannot be had here; made for the language of prompts, and it may differ from NLTK
 * anywhere else. How often it is right is measured in tagger.test.ts. One sentence at a time, or several in a row.
 */
export function createTagger(wordnet: WordNet): Tagger {
  const known = new Map<string, TagWeights>()
  const weightsOf = (token: string) => {
    const found = known.get(token) ?? tokenWeights(token, wordnet)
    if (known.size < 20_000) known.set(token, found)
    return found
  }
  return { tag: (tokens) => bestTags(tokens, weightsOf) }
}

/** One way of tagging all tokens so far that ends in `tag`. */
interface Way {
  readonly tag: string
  /** What the next token follows: the tag, or what the word is beyond it. */
  readonly state: string
  readonly weight: number
  readonly before: Way | null
}

function bestTags(tokens: readonly string[], weightsOf: (token: string) => TagWeights): string[] {
  let ways: readonly Way[] = [{ tag: '', state: '^', weight: 0, before: null }]
  for (const token of tokens) {
    ways = Object.entries(weightsOf(token)).map(([tag, weight]) => {
      const best = bestWay(ways, tag)
      return { tag, state: stateOf(token, tag, best.way.state), weight: best.weight + weight, before: best.way }
    })
  }
  const end = bestWay(ways, '.').way
  const tags: string[] = []
  for (let way: Way | null = end; way !== null && way.before !== null; way = way.before) tags.push(way.tag)
  return tags.reverse()
}

function bestWay(ways: readonly Way[], tag: string): { readonly way: Way; readonly weight: number } {
  const [first, ...others] = ways.map((way) => ({ way, weight: way.weight + transition(way.state, tag) }))
  if (first === undefined) throw new RangeError('No way to go on from.')
  return others.reduce((best, other) => (other.weight > best.weight ? other : best), first)
}

function stateOf(token: string, tag: string, before: string): string {
  const word = token.toLowerCase()
  if (tag.startsWith('VB')) {
    if (BE.has(word)) return 'BE'
    if (HAVE.has(word)) return 'HAVE'
    if (DO.has(word)) return 'DO'
  }
  // "does not occur", "is not empty": what stands before "not" decides.
  if ((word === 'not' || word === "n't") && ['BE', 'HAVE', 'DO', 'MD'].includes(before)) return before
  return tag === 'RB' && THEN.has(word) ? 'THEN' : tag
}

function tokenWeights(token: string, wordnet: WordNet): TagWeights {
  const mark = markTag(token)
  if (mark !== null) return { [mark]: 0 }
  if (NUMBER.test(token)) return { CD: 0 }
  if (ORDINAL.test(token)) return { JJ: 0 }
  // Names of a program, and its variables: a single letter that is no article and no pronoun.
  if (token.includes('_') || /^(?!a$|A$|I$)\p{L}$/u.test(token)) return { NN: 0 }
  const closed = closedTags(token.toLowerCase())
  if (closed !== null) return closed
  return openTags(token, wordnet)
}

function markTag(token: string): string | null {
  if (token === ',') return ','
  if (/^[.?!]$/.test(token)) return '.'
  if (/^(?:[:;]|--+|\.{2,}|…|[—–-])$/.test(token)) return ':'
  if (/^[([{<]$/.test(token)) return '('
  if (/^[)\]}>]$/.test(token)) return ')'
  if (/^(?:``|[“‘«`])$/.test(token)) return '``'
  if (/^(?:''|[”’»"])$/.test(token)) return "''"
  if (token === '$' || token === '#') return token
  return /[\p{L}\p{N}]/u.test(token) ? null : 'SYM'
}
