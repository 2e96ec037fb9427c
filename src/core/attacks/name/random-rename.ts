import { CPythonRandom } from '../../random/cpython-random'
import { deriveSeed } from '../../random/derive'
import { dialCount, dialOf, dialParameters, randomOrder, whyNothingAllowed, type Dial } from '../dial'
import { applyEdits, replacement, resultOf } from '../edits'
import type { Need, Resources } from '../resources'
import type { Attack, AttackInput, Edit } from '../types'
import { nameRegions } from './regions'
import { renameFunction } from './rename'

/** A part of a name, and what may stand in its place. */
export interface NamePart {
  /** UTF-16 offset in the name. */
  readonly start: number
  readonly text: string
  /** At least one. */
  readonly options: readonly string[]
}

/** A random change of parts of the function's name. */
export interface NameChange {
  readonly id: string
  readonly name: string
  readonly description: string
  /** ReCode's probability. */
  readonly share: number
  /** What `share` counts, e.g. "Share of letters". */
  readonly label: string
  readonly needs: readonly Need[]
  /** All that may change; they may overlap. */
  parts(name: string, resources: Resources): readonly NamePart[]
}

/** New names that Python or the prompt have a meaning for are drawn again, so often. */
const ATTEMPTS = 50

/** An attack of min(max, ceil(share x parts)) changes of the name; a smaller dial's are among a larger one's. */
export function randomRename(change: NameChange): Attack {
  const { id, name, description, share, label, needs, parts } = change
  return {
    id,
    name,
    level: 'name',
    modes: ['corrected'],
    random: true,
    description,
    needs,
    regions: nameRegions,
    parameters: dialParameters(share, label),
    apply(input, { parameters, seed }, resources) {
      const { entryPoint, prompt } = input
      const dial = dialOf(parameters)
      const why = whyNothingAllowed(dial)
      if (why !== null) return resultOf(prompt, [], why)
      const found = parts(entryPoint, resources)
      if (found.length === 0) return resultOf(prompt, [], `Nothing in the name "${entryPoint}" can change so.`)
      const names = drawnNames(id, found, input, dial, seed)
      return renameFunction(input, names, `No such change of "${entryPoint}" gives a name that is free.`)
    },
  }
}

function* drawnNames(
  id: string,
  parts: readonly NamePart[],
  { entryPoint, taskId }: AttackInput,
  dial: Dial,
  seed: number,
): Generator<string, void> {
  const count = dialCount(parts.length, dial)
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const stream = attempt === 0 ? [id, taskId] : [id, taskId, attempt]
    const generator = new CPythonRandom(deriveSeed(seed, ...stream))
    const edits: Edit[] = []
    for (const { start, text, options } of randomOrder(parts, generator)) {
      if (edits.length === count) break
      const edit = replacement(start, text, generator.choice(options))
      if (edits.every((other) => other.end <= edit.start || other.start >= edit.end)) edits.push(edit)
    }
    yield applyEdits(
      entryPoint,
      edits.sort((a, b) => a.start - b.start),
    )
  }
}
