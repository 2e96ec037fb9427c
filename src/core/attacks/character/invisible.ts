import { replacement } from '../edits'
import { choiceParameter } from '../parameters'
import { letterAttack } from './letter-attack'
import { wordLetters } from './word-letters'

/** Characters without width or look, by the names Unicode gives them. */
const INVISIBLE = [
  ['zero-width-space', '\u200b', 'Zero width space (U+200B)'],
  ['zero-width-non-joiner', '\u200c', 'Zero width non-joiner (U+200C)'],
  ['zero-width-joiner', '\u200d', 'Zero width joiner (U+200D)'],
  ['word-joiner', '\u2060', 'Word joiner (U+2060)'],
] as const
const ANY = 'any'

/** Characters nobody sees, inside words. Joiners may change how letters of some scripts are drawn; not Latin ones. */
export const invisibleAttack = letterAttack({
  id: 'invisible',
  name: 'Invisible characters',
  description: 'Characters without width are put into words: a reader sees no change, a model does.',
  share: 0.05,
  label: 'Share of places inside words',
  whyNothing: 'The prompt has no word of two letters in its natural language.',
  parameters: {
    character: {
      kind: 'choice',
      options: [...INVISIBLE.map(([value, , label]) => ({ value, label })), { value: ANY, label: 'Any of them' }],
      default: 'zero-width-space',
      label: 'Character',
    },
  },
  places: (input) => wordLetters(input).flatMap(({ end, next }) => (next === null ? [] : [{ start: end, end }])),
  edit: ({ start }, generator, { parameters }) => {
    const chosen = choiceParameter(parameters, 'character')
    const possible = INVISIBLE.filter(([value]) => chosen === ANY || value === chosen)
    return replacement(start, '', generator.choice(possible)[1])
  },
})
