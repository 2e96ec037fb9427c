import { replacement } from '../edits'
import { letterAttack, type Place } from './letter-attack'
import { publishedSwap } from './recode'
import { wordLetters } from './word-letters'

interface Pair extends Place {
  readonly first: string
  readonly second: string
}

/** Two letters of a word that stand side by side change places. ReCode's SwapCharacters. */
export const swapAttack = letterAttack<Pair>({
  id: 'swap',
  name: 'Swapped letters',
  description: 'Letters that stand side by side in a word change places.',
  share: 0.05,
  label: 'Share of pairs',
  whyNothing: 'The prompt has no two different letters side by side in its natural language.',
  published: publishedSwap,
  places: (input) =>
    wordLetters(input).flatMap(({ start, text, next }) =>
      next === null || next.text === text ? [] : [{ start, end: next.end, first: text, second: next.text }],
    ),
  edit: ({ start, first, second }) => replacement(start, first + second, second + first),
})
