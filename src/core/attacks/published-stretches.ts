import type { PromptForm } from '../benchmarks/types'
import { replacement } from './edits'
import { splitLines, tripleQuoted } from './python-text'
import type { Edit } from './types'

/** What the paper's tool hands to its attacks, or why it cannot. */
export type PublishedStretches =
  | {
      readonly kind: 'stretches'
      /** UTF-16 offsets, end exclusive; each is attacked on its own. */
      readonly stretches: readonly { readonly start: number; readonly end: number }[]
      /** What the tool changes beside: line breaks become "\n", the last one is lost. */
      readonly lineBreaks: readonly Edit[]
    }
  | { readonly kind: 'unfit'; readonly why: string }

/**
 * MBPP form: line 2 of exactly four, and joining the lines loses the final newline. HumanEval form: the inside of every
 * triple-quoted string, with examples and names in it. Source: notes on the paper's tool, 1.1.
 */
export function publishedStretches(prompt: string, form: PromptForm): PublishedStretches {
  switch (form) {
    case 'mbpp':
      return secondLine(prompt)
    case 'humaneval':
      return { kind: 'stretches', stretches: tripleQuoted(prompt), lineBreaks: [] }
  }
}

function secondLine(prompt: string): PublishedStretches {
  const lines = splitLines(prompt)
  const second = lines[1]
  if (lines.length !== 4 || second === undefined) {
    return {
      kind: 'unfit',
      why: `The published attack takes MBPP prompts of exactly 4 lines; this one has ${lines.length}.`,
    }
  }
  const lineBreaks = lines.map((line, index) =>
    replacement(line.start + line.text.length, line.lineBreak, index === lines.length - 1 ? '' : '\n'),
  )
  return {
    kind: 'stretches',
    stretches: [{ start: second.start, end: second.start + second.text.length }],
    lineBreaks,
  }
}
