import { partialProgramOf } from '../code/partial'
import { isRefusal } from '../code/program'
import { replacement, resultOf } from '../edits'
import type { Attack } from '../types'

/** The clean baseline of the attacks on code: nothing is changed, but the model sees how the reference begins. */
export const partialControl: Attack = {
  id: 'control-partial',
  name: 'First half of the reference',
  level: 'control',
  modes: ['corrected'],
  random: false,
  description:
    'Appends the first floor(lines / 2) lines of the reference solution, as ReCode does before its attacks on code. The baseline of those attacks: compare them on the problems they apply to.',
  needs: [],
  regions: ['code', 'sentence'],
  parameters: {},
  apply(input) {
    const program = partialProgramOf(input)
    if (isRefusal(program)) return resultOf(input.prompt, [], program.why)
    const { source, visibleStart, visibleEnd } = program
    return resultOf(input.prompt, [replacement(visibleStart, '', source.slice(visibleStart, visibleEnd))], '', {
      entryPoint: input.entryPoint,
      canonicalSolution: source.slice(visibleEnd),
    })
  },
}
