import type { WordNet } from '../../wordnet/types'
import type { ContentWord } from './prose'
import { inFormOf } from './same-form'

/**
 * What ReCode puts for a word: the names of its synsets (their first lemmas), of all senses of its part of speech, in
 * order, satellite adjectives among the adjectives, `_` as a blank. Here in the form and the case of the word, and only
 * names that Princeton's texts show: the rest are oddities, some of them coarse. ReCode asks spaCy for parts of speech; our tagger stands in. Source: notes on ReCode, section 4.
 */
export function synsetNames(word: ContentWord, wordnet: WordNet): string[] {
  const lower = word.text.toLowerCase()
  const own = new Set([lower, ...wordnet.baseForms(lower, word.part)])
  const isSeen = (name: string) => (wordnet.frequency(name, word.part) ?? 0) > 0
  const names = wordnet.synsets(lower, word.part).map(({ lemmas }) => (lemmas[0] ?? '').toLowerCase())
  return [...new Set(names)]
    .filter((name) => /^[a-z]+(?:[-_][a-z]+)*$/.test(name) && !own.has(name) && isSeen(name))
    .map((name) => inFormOf(word, name, wordnet))
}
