import { replacement, resultOf } from '../edits'
import { numberParameter } from '../parameters'
import { splitLines, tripleQuoted } from '../python-text'
import { regionsOf } from '../regions'
import type { Attack, AttackInput } from '../types'

/** Empty lines after the first paragraph of natural language: more text that says nothing. */
export const blankControl: Attack = {
  id: 'control-blank',
  name: 'Blank line',
  level: 'control',
  modes: ['corrected'],
  random: false,
  description: 'Puts empty lines after the first paragraph of the natural language and changes nothing else.',
  needs: [],
  regions: ['sentence', 'code'],
  parameters: {
    lines: { kind: 'integer', minimum: 0, maximum: 3, default: 1, label: 'Empty lines' },
  },
  apply(input, { parameters }) {
    const lines = numberParameter(parameters, 'lines')
    if (lines === 0) return resultOf(input.prompt, [], 'The number of lines is 0.')
    const end = endOfFirstParagraph(input)
    if (end === null) return resultOf(input.prompt, [], 'The prompt has no line of natural language.')
    const lineBreak = /\r\n|\n|\r/.exec(input.prompt)?.[0] ?? '\n'
    return resultOf(input.prompt, [replacement(end, '', lineBreak.repeat(lines))], '')
  },
}

/** Offset where the last of the first lines of natural language ends, before its line break or closing quotes. */
function endOfFirstParagraph(input: AttackInput): number | null {
  const { prompt } = input
  const worded = regionsOf(input).filter(
    ({ kind, start, end }) => kind === 'sentence' && /[\p{L}\p{N}]/u.test(prompt.slice(start, end)),
  )
  let found: number | null = null
  let next = 0
  for (const { start, text } of splitLines(prompt)) {
    const end = start + text.length
    while (next < worded.length && (worded[next]?.end ?? 0) <= start) next += 1
    const isWorded = (worded[next]?.start ?? Infinity) < end
    if (isWorded) found = end
    else if (found !== null) break
  }
  return found === null ? null : Math.min(found, endOfTextAt(prompt, worded[0]?.start ?? 0))
}

/** Where the triple-quoted string around a place ends; the end of the prompt where there is none. */
function endOfTextAt(prompt: string, place: number): number {
  const around = tripleQuoted(prompt).find(({ start, end }) => start <= place && place <= end)
  return around?.end ?? prompt.length
}
