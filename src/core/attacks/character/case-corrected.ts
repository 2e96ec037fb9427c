import { CPythonRandom } from '../../random/cpython-random'
import { deriveSeed } from '../../random/derive'
import { replacement, resultOf } from '../edits'
import { letters, type Character } from '../python-text'
import { regionsOf } from '../regions'
import type { AttackInput, AttackResult, Edit } from '../types'

/**
 * The character attack as the paper describes it ("only perturb the natural language portion"): exactly `max` letters
 * of the sentence change case, upwards or downwards, or all where there are fewer. Code, signature, examples, quoted
 * strings, names and the final newline stay. Each problem has its own stream from (seed, task id), and the letters
 * changed at a smaller `max` are among those changed at a larger one.
 */
export function correctedCharacterAttack(
  input: AttackInput,
  options: { readonly max: number; readonly seed: number },
): AttackResult {
  const { prompt, taskId } = input
  if (options.max === 0) return resultOf(prompt, [], 'The maximum is 0 letters.')
  const flips = regionsOf(input)
    .filter(({ kind }) => kind === 'sentence')
    .flatMap(({ start, end }) => letters(prompt, start, end))
    .flatMap(flip)
  const generator = new CPythonRandom(deriveSeed(options.seed, 'char', taskId))
  const chosen = firstDrawn(flips, options.max, generator)
  return resultOf(prompt, chosen, 'The prompt has no letter with two cases in its natural language.')
}

/** The letter in its other case, where there is one character for it that leads back again; nothing otherwise. */
function flip({ start, text }: Character): Edit[] {
  const raised = text.toUpperCase()
  const lowered = text.toLowerCase()
  if (raised !== text && raised.toLowerCase() === text && isSingle(raised)) return [replacement(start, text, raised)]
  if (lowered !== text && lowered.toUpperCase() === text && isSingle(lowered))
    return [replacement(start, text, lowered)]
  return []
}

function isSingle(text: string): boolean {
  return [...text].length === 1
}

/** The first `count` of a random order. A longer prefix of the same order contains it: that nests the intensities. */
function firstDrawn(items: readonly Edit[], count: number, generator: CPythonRandom): Edit[] {
  const pool = [...items]
  const drawn: Edit[] = []
  while (pool.length > 0 && drawn.length < count) {
    const index = generator.randbelow(pool.length)
    const last = pool.pop()
    const picked = index < pool.length ? pool[index] : last
    if (picked === undefined || last === undefined) break
    if (index < pool.length) pool[index] = last
    drawn.push(picked)
  }
  return drawn
}
