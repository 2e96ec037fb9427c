import { CPythonRandom } from '../../random/cpython-random'
import { deriveSeed } from '../../random/derive'
import { applyEdits } from '../edits'
import { numberParameter } from '../parameters'
import type { Attack, AttackInput, AttackOptions, Edit, NumberSchema } from '../types'
import { nameRegions } from './regions'
import { renameFunction } from './rename'

/** A random change of single letters of the function's name. */
export interface LetterChange {
  readonly id: string
  readonly name: string
  readonly description: string
  /** ReCode's probability. */
  readonly share: number
  /** What `share` counts, e.g. "Share of letters". */
  readonly label: string
  /** Every edit of the name that there could be; they may overlap. */
  candidates(name: string, generator: CPythonRandom): readonly Edit[]
}

/** New names that Python or the prompt have a meaning for are drawn again, so often. */
const ATTEMPTS = 50

export function letterRename({ id, name, description, share, label, candidates }: LetterChange): Attack {
  return {
    id,
    name,
    level: 'name',
    modes: ['corrected'],
    random: true,
    description,
    needs: [],
    regions: nameRegions,
    parameters: {
      share: { kind: 'fraction', minimum: 0, maximum: 1, default: share, label } satisfies NumberSchema,
      max: { kind: 'integer', minimum: 0, maximum: 1000, default: 1000, label: 'Changes at most' },
    },
    apply(input, options) {
      return renameFunction(input, drawnNames(input, options), `No change of "${input.entryPoint}" gives a new name.`)
    },
  }

  function* drawnNames({ entryPoint, taskId }: AttackInput, { parameters, seed }: AttackOptions) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const parts = attempt === 0 ? [id, taskId] : [id, taskId, attempt]
      const generator = new CPythonRandom(deriveSeed(seed, ...parts))
      const pool = [...candidates(entryPoint, generator)]
      generator.shuffle(pool)
      const count = Math.min(
        numberParameter(parameters, 'max'),
        Math.ceil(numberParameter(parameters, 'share') * pool.length),
      )
      yield applyEdits(entryPoint, withoutOverlap(pool, count))
    }
  }
}

/** The first `count` of an order that do not overlap: a smaller count gives a part of a larger one's. */
function withoutOverlap(order: readonly Edit[], count: number): Edit[] {
  const chosen: Edit[] = []
  for (const edit of order) {
    if (chosen.length === count) break
    if (chosen.every(({ start, end }) => edit.end <= start || edit.start >= end)) chosen.push(edit)
  }
  return chosen.sort((a, b) => a.start - b.start)
}
