import { CPythonRandom } from '../../random/cpython-random'
import { deriveSeed } from '../../random/derive'
import { flip } from '../character/flip'
import { wordLetters } from '../character/word-letters'
import { resultOf } from '../edits'
import type { Attack } from '../types'

const ID = 'control-case'

/** The least that can happen to a text: what flips under it would flip under anything. */
export const caseControl: Attack = {
  id: ID,
  name: 'Case of one letter',
  level: 'control',
  modes: ['corrected'],
  random: true,
  description: 'Changes the case of a single letter, drawn by the seed.',
  needs: [],
  regions: ['sentence'],
  parameters: {},
  apply(input, { seed }) {
    const flips = wordLetters(input).flatMap(flip)
    const generator = new CPythonRandom(deriveSeed(seed, ID, input.taskId))
    const drawn = flips.length === 0 ? [] : [generator.choice(flips)]
    return resultOf(input.prompt, drawn, 'The prompt has no letter with two cases in its natural language.')
  },
}
