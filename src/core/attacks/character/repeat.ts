import { replacement } from '../edits'
import { letterAttack } from './letter-attack'
import { wordLetters } from './word-letters'

/** Letters typed twice. */
export const repeatAttack = letterAttack({
  id: 'repeat',
  name: 'Letters doubled',
  description: 'Letters are typed twice.',
  share: 0.05,
  label: 'Share of letters',
  whyNothing: 'The prompt has no letter in its natural language.',
  places: (input) => wordLetters(input).map(({ end, text }) => ({ start: end, end, text })),
  edit: ({ start, text }) => replacement(start, '', text),
})
