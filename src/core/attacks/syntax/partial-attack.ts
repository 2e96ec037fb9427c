import { isRefusal, type Refusal } from '../code/program'
import { partialProgramOf, type PartialProgram } from '../code/partial'
import { divideEdits, visibleResult } from '../code/visible'
import { dialParameters } from '../dial'
import { resultOf } from '../edits'
import type { RegionKind } from '../regions'
import type { Attack, AttackInput, AttackOptions, Edit, NumberSchema } from '../types'

/** What an attack on code has of its own. */
export interface SyntaxChange {
  readonly id: string
  readonly name: string
  readonly random: boolean
  readonly description: string
  readonly parameters: Attack['parameters']
  /** Edits of the reference program that keep what it does, at least one before `visibleEnd`; else why there are none. */
  edits(program: PartialProgram, input: AttackInput, options: AttackOptions): readonly Edit[] | Refusal
}

/** The dial of an attack of which one change is enough, unless more are asked for. */
export function oneByDefault(label: string): { readonly share: NumberSchema; readonly max: NumberSchema } {
  const { share, max } = dialParameters(1, label)
  return { share, max: { ...max, default: 1 } }
}

/** The code stands at the end of the prompt, behind what was there. */
const REGIONS: readonly RegionKind[] = ['code', 'sentence']

/** An attack on code that the prompt has already: the first half of the reference, as `control-partial` shows it. */
export function syntaxAttack({ id, name, random, description, parameters, edits }: SyntaxChange): Attack {
  return {
    id,
    name,
    level: 'syntax',
    modes: ['corrected'],
    random,
    description: `${description} In the first half of the reference, which is appended to the prompt (baseline: control-partial).`,
    needs: [],
    regions: REGIONS,
    parameters,
    apply(input, options) {
      const program = partialProgramOf(input)
      if (isRefusal(program)) return resultOf(input.prompt, [], program.why)
      const found = edits(program, input, options)
      if (isRefusal(found)) return resultOf(input.prompt, [], found.why)
      const { visibleEnd } = program
      return visibleResult(input, visibleEnd, divideEdits(found, visibleEnd), 'Nothing that is seen was to change.')
    },
  }
}
