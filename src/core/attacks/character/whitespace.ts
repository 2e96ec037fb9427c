import type { CPythonRandom } from '../../random/cpython-random'
import { randomOrder } from '../dial'
import { replacement } from '../edits'
import { regionsOf } from '../regions'
import type { AttackInput } from '../types'
import { letterAttack, type Place } from './letter-attack'
import { publishedWhitespace } from './recode'
import { wordLetters } from './word-letters'

interface Gap extends Place {
  /** The white space there; '' between two letters, where a blank may come. */
  readonly text: string
}

/** ReCode takes away white space twice as often as it puts some in, for each place there is. */
const WEIGHT_OF_BLANKS = 2

/** Blanks between words go, and come inside words. ReCode's WhitespacePerturbation. */
export const whitespaceAttack = letterAttack<Gap>({
  id: 'whitespace',
  name: 'White space',
  description: 'Blanks between words are left out, and blanks put into words; line breaks and indentation stay.',
  share: 0.05,
  label: 'Share of places between letters and words',
  whyNothing: 'The prompt has no word of two letters and no two words in its natural language.',
  published: publishedWhitespace,
  places: (input) => [...blanks(input), ...joints(input)],
  order: weightedOrder,
  edit: ({ start, text }) => (text === '' ? replacement(start, '', ' ') : replacement(start, text, '')),
})

/** White space with a word on either side in the same region: not indentation, not at a protected name. */
function blanks({ prompt, form, entryPoint }: AttackInput): Gap[] {
  return regionsOf({ prompt, form, entryPoint }).flatMap(({ kind, start, end }) =>
    kind !== 'sentence'
      ? []
      : Array.from(prompt.slice(start, end).matchAll(/(?<=\S)[^\S\r\n]+(?=\S)/gu), ({ 0: text, index }) => ({
          start: start + index,
          end: start + index + text.length,
          text,
        })),
  )
}

function joints(input: AttackInput): Gap[] {
  return wordLetters(input).flatMap(({ end, next }) => (next === null ? [] : [{ start: end, end, text: '' }]))
}

/** A random order in which blanks come first twice as often; what comes a second time is taken already. */
function weightedOrder(places: readonly Gap[], generator: CPythonRandom): Iterable<Gap> {
  const again = Array.from({ length: WEIGHT_OF_BLANKS - 1 }, () => places.filter(({ text }) => text !== '')).flat()
  return randomOrder([...places, ...again], generator)
}
