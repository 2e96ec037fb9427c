import { inflect, type InflectedTag } from '../../inflection/inflect'
import { withCaseOf } from '../../inflection/spelling'
import type { PartOfSpeech, WordNet } from '../../wordnet/types'
import type { ContentWord } from './prose'
import { editWithArticle } from './same-form'
import { wordChangeAttack } from './word-change'

/** Forms by part of speech; adverbs have none. */
const FORMS: Readonly<Record<PartOfSpeech, readonly InflectedTag[]>> = {
  n: ['NNS'],
  v: ['VBZ', 'VBG', 'VBD', 'VBN'],
  a: ['JJR', 'JJS'],
  r: [],
}

/** ReCode's EnglishInflectionalVariation: nouns, verbs and adjectives take another form of theirs. */
export const inflectionAttack = wordChangeAttack(
  {
    id: 'inflection',
    terms: 'free',
    whyNothing: 'No word of the natural language has another form.',
    options: otherForms,
    edit: (tokens, { place }, option) => editWithArticle(tokens, place, option),
  },
  {
    name: 'Inflection',
    description:
      'Nouns, verbs and adjectives take another number, tense or degree, whether the sentence allows it or not.',
    share: 0.5,
  },
)

/** The other forms of a word, in its case; none where WordNet has no base form. */
export function otherForms({ text, part }: ContentWord, wordnet: WordNet): string[] {
  const lower = text.toLowerCase()
  // Of a form with several base forms ("leaves") the last is the one it was made from, itself the first.
  const base = wordnet.baseForms(lower, part).at(-1)
  if (base === undefined || !/^[a-z]+$/.test(base)) return []
  const forms = [base, ...FORMS[part].map((tag) => inflect(base, tag, wordnet))]
  // Degrees of several words would be another attack.
  return [...new Set(forms)]
    .filter((form) => form !== lower && !form.includes(' '))
    .map((form) => withCaseOf(text, form))
}
