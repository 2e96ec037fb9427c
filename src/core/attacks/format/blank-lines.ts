import { CPythonRandom } from '../../random/cpython-random'
import { deriveSeed } from '../../random/derive'
import { sourceLines } from '../code/lines'
import { isRefusal } from '../code/program'
import { visibleResult } from '../code/visible'
import { replacement, resultOf } from '../edits'
import { numberParameter } from '../parameters'
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
    share: { kind: 'fraction', minimum: 0, maximum: 1, default: 0.5, label: 'Share of lines' },
    max: { kind: 'integer', minimum: 0, maximum: 1000, default: 1000, label: 'Blank lines at most' },
  },
  apply(input, options) {
    const { prompt, taskId } = input
    const program = shownProgramOf(input, options)
    if (isRefusal(program)) return resultOf(prompt, [], program.why)
    const pool = candidates(program)
    new CPythonRandom(deriveSeed(options.seed, 'blank-lines', taskId)).shuffle(pool)
    const { parameters } = options
    const count = Math.min(
      numberParameter(parameters, 'max'),
      Math.ceil(numberParameter(parameters, 'share') * pool.length),
    )
    const why = pool.length === 0 ? 'The prompt has no line of code with another behind it.' : 'No line was asked for.'
    const visible = pool.slice(0, count).map(({ offset, lineBreak }) => replacement(offset, '', lineBreak))
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
