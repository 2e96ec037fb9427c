import { neighboursOf } from '../name/keyboard'
import { replacement } from '../edits'
import { letterAttack } from './letter-attack'
import { publishedKeyboard } from './recode'
import { wordLetters } from './word-letters'

/** Typing errors: a key that touches the right one. ReCode's ButterFingers. */
export const keyboardAttack = letterAttack({
  id: 'keyboard',
  name: 'Keyboard neighbours',
  description: 'Letters are typed one key beside the right one (US keyboard).',
  share: 0.05,
  label: 'Share of letters',
  whyNothing: 'The prompt has no letter from a to z in its natural language.',
  published: publishedKeyboard,
  places: (input) => wordLetters(input).filter(({ text }) => neighboursOf(text).length > 0),
  edit: ({ start, text }, generator) => replacement(start, text, generator.choice(neighboursOf(text))),
})
