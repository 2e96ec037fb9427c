import type { WordNet } from '../../wordnet/types'
import type { ContentWord } from './prose'
import { editWithArticle, inFormOf } from './same-form'
import type { WordChange } from './word-change'

/**
 * The word attack as the paper describes it: words of the natural language give way to synonyms, and nothing else
 * changes. Words stay where they are (no joining again); senses come in WordNet's order, satellite adjectives among
 * them; inflection and case are those of the word, and an article before it follows. Names, numbers, quoted strings,
 * examples and terms of programming and arithmetic stay.
 * @param choices synonyms to choose among, the first in the order of the senses
 */
export function synonymChange(choices: number): WordChange {
  return {
    id: 'word',
    terms: 'protected',
    whyNothing: 'No word of the natural language has a synonym.',
    options: (word, wordnet) =>
      synonymsOf(word, wordnet)
        .slice(0, choices)
        .map((lemma) => inFormOf(word, lemma, wordnet)),
    edit: (tokens, { place }, option) => editWithArticle(tokens, place, option),
  }
}

/** Senses of a word that count, the most frequent ones: rare senses give words that mean something else. */
const WORD_SENSES = 3

/**
 * Lemmas that share one of the first senses with a word, in the order of its senses. The shared sense must be the first
 * of the synonym's own, and the synonym one that Princeton's texts show: else `find` would become `bump` and `write`
 * `indite`. Proper names, several words for one, and the word itself are left out.
 */
export function synonymsOf({ text, part }: ContentWord, wordnet: WordNet): string[] {
  const lower = text.toLowerCase()
  const own = new Set([lower, ...wordnet.baseForms(lower, part)])
  const found = wordnet
    .synsets(lower, part)
    .slice(0, WORD_SENSES)
    .flatMap(({ offset, lemmas }) =>
      lemmas.filter(
        (lemma) =>
          /^[a-z]+(?:-[a-z]+)*$/.test(lemma) &&
          !own.has(lemma) &&
          (wordnet.frequency(lemma, part) ?? 0) > 0 &&
          wordnet.synsets(lemma, part)[0]?.offset === offset,
      ),
    )
  return [...new Set(found)]
}
