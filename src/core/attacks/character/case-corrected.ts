import { CPythonRandom } from '../../random/cpython-random'
import { deriveSeed } from '../../random/derive'
import { dialCount, randomOrder, whyNothingAllowed, type Dial } from '../dial'
import { resultOf } from '../edits'
import { letters } from '../python-text'
import { regionsOf } from '../regions'
import type { AttackInput, AttackResult, Edit } from '../types'
import { flip } from './flip'

/**
 * The character attack as the paper describes it ("only perturb the natural language portion"): exactly `max` letters
 * of the sentence change case, upwards or downwards, or the share of them where that is fewer. Code, signature,
 * examples, quoted strings, names and the final newline stay. Each problem has its own stream from (seed, task id), and
 * the letters changed at a smaller `max` or `share` are among those changed at a larger one.
 */
export function correctedCharacterAttack(input: AttackInput, options: Dial & { readonly seed: number }): AttackResult {
  const { prompt, taskId } = input
  const why = whyNothingAllowed(options)
  if (why !== null) return resultOf(prompt, [], why)
  const flips = regionsOf(input)
    .filter(({ kind }) => kind === 'sentence')
    .flatMap(({ start, end }) => letters(prompt, start, end))
    .flatMap(flip)
  const generator = new CPythonRandom(deriveSeed(options.seed, 'char', taskId))
  const chosen: Edit[] = []
  const count = dialCount(flips.length, options)
  for (const edit of randomOrder(flips, generator)) {
    if (chosen.length === count) break
    chosen.push(edit)
  }
  return resultOf(prompt, chosen, 'The prompt has no letter with two cases in its natural language.')
}
