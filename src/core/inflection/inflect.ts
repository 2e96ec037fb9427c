import type { WordNet } from '../wordnet/types'
import { IRREGULAR_NOUNS } from './irregular-nouns'
import { IRREGULAR_VERBS } from './irregular-verbs'

/** Inflected forms by their Penn tags; base forms are NN, VB (VBP) and JJ. */
export type InflectedTag = 'NNS' | 'VBZ' | 'VBG' | 'VBD' | 'VBN' | 'JJR' | 'JJS'

/** The part of WordNet that says where a last consonant is doubled. */
type Exceptions = Pick<WordNet, 'exceptions'>

/**
 * A form of a lemma in lower case: irregular ones by lists, doubled consonants by WordNet's exceptions, the rest by the
 * rules of spelling. Of several words the last is inflected as a noun ("data points", but "points of view"), the first
 * as a verb ("looks up"). Long adjectives take "more" and "most".
 */
export function inflect(lemma: string, tag: InflectedTag, wordnet: Exceptions): string {
  const words = lemma.split(' ')
  const head = headOf(words, tag)
  return words.map((word, place) => (place === head ? inflectWord(word, tag, wordnet) : word)).join(' ')
}

function headOf(words: readonly string[], tag: InflectedTag): number {
  if (tag !== 'NNS') return 0
  const preposition = words.findIndex((word) => ['of', 'in', 'to', 'for', 'with', 'by', 'on', 'at'].includes(word))
  return preposition > 0 ? preposition - 1 : words.length - 1
}

function inflectWord(word: string, tag: InflectedTag, wordnet: Exceptions): string {
  switch (tag) {
    case 'NNS':
      return IRREGULAR_NOUNS.get(word) ?? withS(word)
    case 'VBZ':
      return word === 'be' ? 'is' : word === 'have' ? 'has' : withS(word)
    case 'VBG':
      return word === 'be' ? 'being' : withIng(word, wordnet)
    case 'VBD':
      return word === 'be' ? 'was' : (IRREGULAR_VERBS.get(word)?.past ?? withEd(word, wordnet))
    case 'VBN':
      return word === 'be' ? 'been' : (IRREGULAR_VERBS.get(word)?.participle ?? withEd(word, wordnet))
    case 'JJR':
      return compared(word, 'er', wordnet)
    case 'JJS':
      return compared(word, 'est', wordnet)
  }
}

function withS(word: string): string {
  // "Mathematics", "statistics": plural in form already.
  if (word.endsWith('ics')) return word
  if (/(?:s|x|z|ch|sh)$/.test(word) || /[^aeiou]o$/.test(word)) return `${word}es`
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return `${word}s`
}

function withIng(word: string, wordnet: Exceptions): string {
  if (word.endsWith('ie')) return `${word.slice(0, -2)}ying`
  if (/[^eoy]e$/.test(word)) return `${word.slice(0, -1)}ing`
  return `${doubled(word, 'ing', 'v', wordnet)}ing`
}

function withEd(word: string, wordnet: Exceptions): string {
  if (word.endsWith('e')) return `${word}d`
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ied`
  return `${doubled(word, 'ed', 'v', wordnet)}ed`
}

const IRREGULAR_DEGREES: ReadonlyMap<string, readonly [more: string, most: string]> = new Map([
  ['good', ['better', 'best']],
  ['bad', ['worse', 'worst']],
  ['far', ['farther', 'farthest']],
  ['little', ['less', 'least']],
  ['much', ['more', 'most']],
  ['many', ['more', 'most']],
])

function compared(word: string, ending: 'er' | 'est', wordnet: Exceptions): string {
  const irregular = IRREGULAR_DEGREES.get(word)
  if (irregular !== undefined) return irregular[ending === 'er' ? 0 : 1]
  const syllables = syllableCount(word)
  if (syllables > 2 || (syllables === 2 && !/(?:y|le|er|ow)$/.test(word))) {
    return `${ending === 'er' ? 'more' : 'most'} ${word}`
  }
  if (word.endsWith('e')) return `${word}${ending.slice(1)}`
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}i${ending}`
  return `${doubled(word, ending, 'a', wordnet)}${ending}`
}

/** The word with its last consonant doubled, where WordNet lists that form, or a short word ends in one after a vowel. */
function doubled(word: string, ending: string, part: 'v' | 'a', wordnet: Exceptions): string {
  if (!/[^aeiou][aeiou][bdfgklmnprstvz]$/.test(word) && !/^[aeiou][bdfgklmnprstz]$/.test(word)) return word
  const twice = word + word.slice(-1)
  if (
    wordnet
      .exceptions(part)
      .get(twice + ending)
      ?.includes(word)
  )
    return twice
  return syllableCount(word) === 1 ? twice : word
}

function syllableCount(word: string): number {
  return word.replace(/(?:[^l]e)$/, (end) => end.slice(0, -1)).match(/[aeiouy]+/g)?.length ?? 1
}
