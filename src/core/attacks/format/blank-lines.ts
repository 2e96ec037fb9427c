import { CPythonRandom } from '../../random/cpython-random'
import { deriveSeed } from '../../random/derive'
import { sourceLines } from '../code/lines'
import { isRefusal } from '../code/program'
import { visibleResult } from '../code/visible'
import { dialCount, dialOf, dialParameters, randomOrder, whyNothingAllowed } from '../dial'
import { replacement, resultOf } from '../edits'
import type { Attack } from '../types'
import { codeParameter, formatRegions, shownProgramOf, textsOf, type ShownProgram } from './shown'

/** ReCode's new_lines: half of the lines behind the docstring are followed by a blank one. */
export const blankLines: Attack = {
  id: 'blank-lines',
  name: 'Blank lines',
  level: 'format',
  modes: ['corrected'],
  random: true,
  description:
    'Adds blank lines behind lines of code: those behind the docstring, or where there are none, those in front. The last line keeps its end.',
  needs: [],
  regions: formatRegions,
  parameters: {
    code: codeParameter,
    ...dialParameters(0.5, 'Share of lines'),
  },
  apply(input, options) {
    const { prompt, taskId } = input
    const dial = dialOf(options.parameters)
    const whyNothing = whyNothingAllowed(dial)
    if (whyNothing !== null) return resultOf(prompt, [], whyNothing)
    const program = shownProgramOf(input, options)
    if (isRefusal(program)) return resultOf(prompt, [], program.why)
    const ends = candidates(program)
    const generator = new CPythonRandom(deriveSeed(options.seed, 'blank-lines', taskId))
    const chosen = [...randomOrder(ends, generator)].slice(0, dialCount(ends.length, dial))
    const visible = chosen.map(({ offset, lineBreak }) => replacement(offset, '', lineBreak))
    const why = 'The prompt has no line of code with another behind it.'
    return visibleResult(input, program.visibleEnd, { visible, hidden: [] }, why)
  },
}

interface LineEnd {
  /** Behind the line break. */
  readonly offset: number
  readonly lineBreak: string
}

function candidates(program: ShownProgram): LineEnd[] {
  const ends = lineEnds(program)
  const behind = ends.filter(({ offset }) => offset > (program.docstring?.to ?? 0))
  return behind.length > 0 ? behind : ends
}

/** Ends of lines outside of any text. A backslash at the end of a line wants the next one to go on. */
function lineEnds({ source, tree, visibleEnd }: ShownProgram): LineEnd[] {
  const texts = textsOf(tree)
  return sourceLines(source, 0, visibleEnd).flatMap(({ start, text, lineBreak }) => {
    const end = start + text.length
    const isInside = texts.some((node) => node.from < end && node.to > end)
    if (isInside || text.trim() === '' || text.endsWith('\\') || end + lineBreak.length === visibleEnd) return []
    return [{ offset: end + lineBreak.length, lineBreak }]
  })
}
