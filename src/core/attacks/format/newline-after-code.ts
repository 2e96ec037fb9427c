import { isRefusal } from '../code/program'
import { lastBreakOf } from '../code/lines'
import { visibleResult } from '../code/visible'
import { replacement, resultOf } from '../edits'
import type { Attack } from '../types'
import { codeParameter, formatRegions, shownProgramOf } from './shown'

/** ReCode's new_line_aftercode: one more line break at the very end. */
export const newlineAfterCode: Attack = {
  id: 'newline-after-code',
  name: 'Line break after the code',
  level: 'format',
  modes: ['corrected'],
  random: false,
  description: 'Adds one line break at the very end of the prompt.',
  needs: [],
  regions: formatRegions,
  parameters: { code: codeParameter },
  apply(input, options) {
    if (input.prompt === '') return resultOf('', [], 'The prompt is empty.')
    const program = shownProgramOf(input, options)
    // Text without any code can end in one more line break as well.
    const end = isRefusal(program) ? input.prompt.length : program.visibleEnd
    const added = replacement(end, '', lastBreakOf(input.prompt))
    return visibleResult(input, end, { visible: [added], hidden: [] }, '')
  },
}
