import { isRefusal, walk } from '../code/program'
import { lineBreakOf, type SourceLine } from '../code/lines'
import { visibleResult } from '../code/visible'
import { replacement, resultOf } from '../edits'
import type { Attack } from '../types'
import { codeLines, codeParameter, formatRegions, shownProgramOf, type ShownProgram } from './shown'

/** ReCode's split_lines: the longest line goes on behind a backslash. */
export const splitLongestLine: Attack = {
  id: 'split-lines',
  name: 'Longest line split',
  level: 'format',
  modes: ['corrected'],
  random: false,
  description:
    'Splits the longest line of code near its middle with a backslash: behind the docstring, or where there is none to split, in front. ReCode writes a blank behind the backslash, which Python does not read; here there is none.',
  needs: [],
  regions: formatRegions,
  parameters: { code: codeParameter },
  apply(input, options) {
    const { prompt } = input
    const program = shownProgramOf(input, options)
    if (isRefusal(program)) return resultOf(prompt, [], program.why)
    const { visibleEnd, docstring } = program
    const longest =
      longestSplit(program, docstring?.to ?? 0, visibleEnd) ?? longestSplit(program, 0, docstring?.from ?? visibleEnd)
    if (longest === null) return resultOf(prompt, [], 'The prompt has no line of code with two words.')
    const { line, gap } = longest
    const indentation = /^\s*/.exec(line.text)?.[0] ?? ''
    const after = ` \\${lineBreakOf(program.source)}${indentation}    `
    const visible = [replacement(gap.start, program.source.slice(gap.start, gap.end), after)]
    return visibleResult(input, visibleEnd, { visible, hidden: [] }, '')
  },
}

interface Gap {
  readonly start: number
  readonly end: number
}

/** Of the lines that can be split, the one with most characters other than white space; the first of equals. */
function longestSplit(
  program: ShownProgram,
  from: number,
  to: number,
): { readonly line: SourceLine; readonly gap: Gap } | null {
  let longest: { readonly line: SourceLine; readonly gap: Gap } | null = null
  let length = 0
  for (const line of codeLines(program, from, to)) {
    const own = line.text.replace(/\s/g, '').length
    const gap = own > length ? middleGap(program, line) : null
    if (gap === null) continue
    longest = { line, gap }
    length = own
  }
  return longest
}

/** Blanks between two tokens of code, nearest to the middle word of a line. */
function middleGap({ source, tree }: ShownProgram, line: SourceLine): Gap | null {
  const end = line.start + line.text.length
  const tokens: { readonly from: number; readonly to: number }[] = []
  walk(tree.topNode, (node) => {
    if (node.to <= line.start || node.from >= end) return false
    if (node.name === 'Comment') return false
    const isToken = node.firstChild === null || node.name === 'String' || node.name === 'FormatString'
    if (isToken) tokens.push({ from: node.from, to: node.to })
    return !isToken
  })
  const gaps = tokens.slice(1).flatMap((token, index): Gap[] => {
    const before = tokens[index]
    // A name stays beside its `def`: it would be read as no signature any more.
    if (before === undefined || source.slice(before.from, before.to) === 'def') return []
    const start = before.to
    return start >= line.start && /^[ \t]+$/.test(source.slice(start, token.from)) ? [{ start, end: token.from }] : []
  })
  const middle = Math.floor(line.text.trim().split(/\s+/).length / 2)
  const words = (gap: Gap) => source.slice(line.start, gap.start).trim().split(/\s+/).length
  return gaps.reduce<Gap | null>(
    (best, gap) => (best === null || Math.abs(words(gap) - middle) < Math.abs(words(best) - middle) ? gap : best),
    null,
  )
}
