import type { PromptForm } from '../../benchmarks/types'
import { CPythonRandom } from '../../random/cpython-random'
import { replacement, resultOf } from '../edits'
import { publishedStretches } from '../published-stretches'
import { letters, upper, type Character } from '../python-text'
import type { AttackResult, Edit } from '../types'

export interface PublishedOptions {
  readonly max: number
  readonly probability: number
  readonly seed: number
}

/**
 * The character attack of the paper's tool, its peculiarities included:
 * - letters are only ever raised, so a chosen capital stays as it is and counts;
 * - a random number is drawn for every letter, but only how many fall below `probability` matters, capped at `max`;
 * - the same seed starts the same stream for every prompt;
 * - MBPP form: line 2 of exactly four changes, and joining the lines loses the final newline;
 * - HumanEval form: every triple-quoted string changes as a whole, with examples and names in it, one stream for all.
 * Source: notes on the paper's tool, 1.1 and 1.2; checked against SHA-256 vectors made with CPython.
 */
export function publishedCharacterAttack(prompt: string, form: PromptForm, options: PublishedOptions): AttackResult {
  const found = publishedStretches(prompt, form)
  if (found.kind === 'unfit') return resultOf(prompt, [], found.why)
  const generator = new CPythonRandom(options.seed)
  const raised = found.stretches.flatMap(({ start, end }) => raise(letters(prompt, start, end), generator, options))
  return resultOf(prompt, [...raised, ...found.lineBreaks], 'No docstring, or no letter changed.')
}

function raise(candidates: readonly Character[], generator: CPythonRandom, options: PublishedOptions): Edit[] {
  const most = Math.min(candidates.length, options.max)
  const hits = candidates.filter(() => generator.random() < options.probability).length
  return generator
    .sample(candidates, Math.min(hits, most))
    .map(({ start, text }) => replacement(start, text, upper(text)))
}
