import { replacement } from '../edits'
import { letterAttack } from './letter-attack'
import { wordLetters } from './word-letters'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** A letter too many: any from a to z, after a letter and in its case. */
export const insertAttack = letterAttack({
  id: 'insert',
  name: 'Letters put in',
  description: 'Letters from a to z are put in after letters.',
  share: 0.05,
  label: 'Share of letters',
  whyNothing: 'The prompt has no letter in its natural language.',
  places: (input) => wordLetters(input).map(({ end, text }) => ({ start: end, end, text })),
  edit: ({ start, text }, generator) => {
    const letter = generator.choice([...LETTERS])
    return replacement(start, '', text === text.toLowerCase() ? letter : letter.toUpperCase())
  },
})
