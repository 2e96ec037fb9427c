import { replacement } from '../edits'
import { synsetNames } from './synset-names'
import { wordChangeAttack } from './word-change'

/** ReCode's SynonymInsertion: the name of one of its synsets is put after a word. */
export const synonymInsertion = wordChangeAttack(
  {
    id: 'synonym-insertion',
    terms: 'protected',
    whyNothing: 'No word of the natural language has a synonym.',
    options: synsetNames,
    edit: (_tokens, { end }, option) => replacement(end, '', ` ${option.toLowerCase()}`),
  },
  {
    name: 'Synonyms put in',
    description: "ReCode's insertion: after a word comes the name of any of its senses.",
    share: 0.5,
  },
)
