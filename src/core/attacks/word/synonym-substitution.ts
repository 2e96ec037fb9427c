import { editWithArticle } from './same-form'
import { synsetNames } from './synset-names'
import { wordChangeAttack } from './word-change'

/** ReCode's SynonymSubstitution: a word gives way to the name of one of its synsets, whatever the sense. */
export const synonymSubstitution = wordChangeAttack(
  {
    id: 'synonym-substitution',
    terms: 'protected',
    whyNothing: 'No word of the natural language has a synonym.',
    options: synsetNames,
    edit: (tokens, { place }, option) => editWithArticle(tokens, place, option),
  },
  {
    name: 'Synonyms of any sense',
    description: "ReCode's substitution: words give way to the name of any of their senses, so the meaning may suffer.",
    share: 0.5,
  },
)
