import { isRefusal } from '../code/program'
import { isFirstOnLine, lineStartOf, sourceLines } from '../code/lines'
import { visibleResult } from '../code/visible'
import { replacement, resultOf } from '../edits'
import type { Attack } from '../types'
import { codeParameter, formatRegions, shownProgramOf } from './shown'

/** ReCode's doc2comments: what the function does is said in comments. */
export const docstringToComments: Attack = {
  id: 'docstring-to-comments',
  name: 'Docstring as comments',
  level: 'format',
  modes: ['corrected'],
  random: false,
  description: 'Turns the docstring into lines that start with "#".',
  needs: [],
  regions: formatRegions,
  parameters: { code: codeParameter },
  apply(input, options) {
    const { prompt } = input
    const program = shownProgramOf(input, options)
    if (isRefusal(program)) return resultOf(prompt, [], program.why)
    const { source, docstring, visibleEnd } = program
    if (docstring === null) return resultOf(prompt, [], 'The function has no docstring.')
    const end = /^[ \t]*(?:\r\n|\n|\r|$)/.exec(source.slice(docstring.to, visibleEnd))?.[0]
    if (end === undefined || !isFirstOnLine(source, docstring.from))
      return resultOf(prompt, [], 'The docstring shares its lines with code.')
    const text = source.slice(docstring.from, docstring.to)
    const quotes = /^[a-zA-Z]*("""|'''|"|')/.exec(text)
    if (quotes === null) return resultOf(prompt, [], 'The docstring has no quotes.')
    const start = lineStartOf(source, docstring.from)
    const indentation = source.slice(start, docstring.from)
    const inside = text.slice(quotes[0].length, -(quotes[1] ?? '').length)
    const before = source.slice(start, docstring.to + end.length)
    const comments = commentLines(inside, indentation)
    const lineBreak = /[\r\n]+$/.exec(end)?.[0] ?? ''
    const after = comments.length === 0 ? '' : comments.join('') + lineBreak
    return visibleResult(input, visibleEnd, { visible: [replacement(start, before, after)], hidden: [] }, '')
  },
}

/** Lines with nothing but quotes on them leave none. The last one has no break. */
function commentLines(text: string, indentation: string): string[] {
  const lines = sourceLines(text)
  const first = lines.findIndex((line) => line.text.trim() !== '')
  const last = lines.findLastIndex((line) => line.text.trim() !== '')
  return lines.slice(Math.max(0, first), last + 1).map((line, index, kept) => {
    const own = line.text.startsWith(indentation) ? line.text.slice(indentation.length) : line.text.trimStart()
    const content = (first === 0 && index === 0 ? line.text.trimStart() : own).trimEnd()
    const comment = content === '' ? `${indentation}#` : `${indentation}# ${content}`
    return comment + (index === kept.length - 1 ? '' : line.lineBreak)
  })
}
