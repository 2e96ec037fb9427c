import { assertNever } from '../../errors'
import { rejoinEdits, wordTokens } from '../../tagging/rejoin'
import { resultOf } from '../edits'
import { publishedStretches } from '../published-stretches'
import { tripleQuoted } from '../python-text'
import { regionsOf } from '../regions'
import type { Attack, AttackInput, AttackResult, Edit } from '../types'

/** What the paper's word attack does to a prompt even where it replaces no word. */
export const rejoinControl: Attack = {
  id: 'control-rejoin',
  name: 'Tokenise and rejoin only',
  level: 'control',
  modes: ['published', 'corrected'],
  random: false,
  description:
    "Cuts the text into words and joins them again, as the paper's word attack does, and replaces none. As published it takes whole docstrings, line breaks and all, and loses the final newline of MBPP prompts.",
  needs: [],
  regions: ['sentence'],
  parameters: {},
  apply(input, { mode }) {
    switch (mode) {
      case 'published':
        return published(input)
      case 'corrected':
        return corrected(input)
      default:
        return assertNever(mode)
    }
  },
}

const WHY_NOTHING = 'The words joined again give the same text.'

function published({ prompt, form }: AttackInput): AttackResult {
  const found = publishedStretches(prompt, form)
  if (found.kind === 'unfit') return resultOf(prompt, [], found.why)
  const edits = found.stretches.flatMap(({ start, end }) => rejoined(prompt, start, end))
  return resultOf(prompt, [...edits, ...found.lineBreaks], WHY_NOTHING)
}

/** Only what of it happens inside sentences: line breaks, indentation and all that is protected stay. */
function corrected(input: AttackInput): AttackResult {
  const { prompt } = input
  const texts = tripleQuoted(prompt)
  if (texts.length === 0 && input.form === 'mbpp') texts.push({ start: 0, end: prompt.length })
  const sentences = regionsOf(input).filter(({ kind }) => kind === 'sentence')
  const edits = texts.flatMap(({ start, end }) => rejoined(prompt, start, end))
  let at = 0
  const inside = edits.filter((edit) => {
    while (at < sentences.length && (sentences[at]?.end ?? 0) < edit.end) at += 1
    const region = sentences[at]
    return region !== undefined && region.start <= edit.start && !isOuter(prompt, edit)
  })
  return resultOf(prompt, inside, WHY_NOTHING)
}

/** White space at the start or the end of a line. */
function isOuter(prompt: string, { start, end, before }: Edit): boolean {
  if (before === '' || before.trim() !== '') return false
  return (
    /^(?:[\r\n]|'''|"""|$)/.test(prompt.slice(end, end + 3)) ||
    /(?:^|[\r\n]|'''|""")$/.test(prompt.slice(Math.max(0, start - 3), start))
  )
}

function rejoined(prompt: string, start: number, end: number): Edit[] {
  const text = prompt.slice(start, end)
  const tokens = wordTokens(text)
  return rejoinEdits(
    text,
    tokens,
    tokens.map((token) => token.text),
    start,
  )
}
