import { isRefusal } from '../code/program'
import { lineBreakOf } from '../code/lines'
import { visibleResult } from '../code/visible'
import { replacement, resultOf } from '../edits'
import type { Attack } from '../types'
import { codeParameter, formatRegions, shownProgramOf } from './shown'

/** ReCode's new_line_afterdoc: a blank line between docstring and body. */
export const newlineAfterDocstring: Attack = {
  id: 'newline-after-docstring',
  name: 'Line break after the docstring',
  level: 'format',
  modes: ['corrected'],
  random: false,
  description: 'Adds a blank line behind the docstring of the function.',
  needs: [],
  regions: formatRegions,
  parameters: { code: codeParameter },
  apply(input, options) {
    const { prompt } = input
    const program = shownProgramOf(input, options)
    if (isRefusal(program)) return resultOf(prompt, [], program.why)
    const { source, docstring, visibleEnd } = program
    if (docstring === null) return resultOf(prompt, [], 'The function has no docstring.')
    const lineBreak = lineBreakOf(prompt)
    const rest = /^[^\r\n]*(?:\r\n|\n|\r)/.exec(source.slice(docstring.to, visibleEnd))?.[0]
    if (rest === undefined) return resultOf(prompt, [], 'The prompt ends with the docstring, without a line break.')
    const added = replacement(docstring.to + rest.length, '', lineBreak)
    return visibleResult(input, visibleEnd, { visible: [added], hidden: [] }, '')
  },
}
