import { replacement } from '../edits'
import { letterAttack } from './letter-attack'
import { wordLetters } from './word-letters'

/** Letters left out; the first of a word stays, so no word is lost. */
export const deleteAttack = letterAttack({
  id: 'delete',
  name: 'Letters left out',
  description: 'Letters are left out, never the first of a word.',
  share: 0.05,
  label: 'Share of letters',
  whyNothing: 'The prompt has no word of two letters in its natural language.',
  places: (input) => wordLetters(input).filter(({ isInside }) => isInside),
  edit: ({ start, text }) => replacement(start, text, ''),
})
