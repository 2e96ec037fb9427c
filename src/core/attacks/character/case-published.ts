import type { PromptForm } from '../../benchmarks/types'
import { CPythonRandom } from '../../random/cpython-random'
import { replacement, resultOf } from '../edits'
import { letters, splitLines, tripleQuoted, upper, type Character } from '../python-text'
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
  const generator = new CPythonRandom(options.seed)
  switch (form) {
    case 'mbpp':
      return attackSecondLine(prompt, generator, options)
    case 'humaneval':
      return attackDocstrings(prompt, generator, options)
  }
}

function attackSecondLine(prompt: string, generator: CPythonRandom, options: PublishedOptions): AttackResult {
  const lines = splitLines(prompt)
  const second = lines[1]
  if (lines.length !== 4 || second === undefined) {
    const why = `The published attack takes MBPP prompts of exactly 4 lines; this one has ${lines.length}.`
    return resultOf(prompt, [], why)
  }
  const breaks = lines.map((line, index) =>
    replacement(line.start + line.text.length, line.lineBreak, index === lines.length - 1 ? '' : '\n'),
  )
  const raised = raise(letters(prompt, second.start, second.start + second.text.length), generator, options)
  return resultOf(prompt, [...raised, ...breaks], 'No letter changed.')
}

function attackDocstrings(prompt: string, generator: CPythonRandom, options: PublishedOptions): AttackResult {
  const raised = tripleQuoted(prompt).flatMap(({ start, end }) =>
    raise(letters(prompt, start, end), generator, options),
  )
  return resultOf(prompt, raised, 'No docstring, or none of the chosen letters is in lower case.')
}

function raise(candidates: readonly Character[], generator: CPythonRandom, options: PublishedOptions): Edit[] {
  const most = Math.min(candidates.length, options.max)
  const hits = candidates.filter(() => generator.random() < options.probability).length
  return generator
    .sample(candidates, Math.min(hits, most))
    .map(({ start, text }) => replacement(start, text, upper(text)))
}
