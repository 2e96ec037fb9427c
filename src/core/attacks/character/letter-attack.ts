import { CPythonRandom } from '../../random/cpython-random'
import { deriveSeed } from '../../random/derive'
import { assertNever } from '../../errors'
import { dialCount, dialOf, dialParameters, randomOrder, whyNothingAllowed } from '../dial'
import { resultOf } from '../edits'
import type { Attack, AttackInput, AttackOptions, AttackResult, Edit, ParameterSchema } from '../types'

/** A place where one character may change: UTF-16 offsets of what an edit there replaces. */
export interface Place {
  readonly start: number
  readonly end: number
}

/** A random change of single characters of the natural language. */
export interface LetterChange<P extends Place> {
  readonly id: string
  readonly name: string
  readonly description: string
  /** Default share of the places. */
  readonly share: number
  /** What `share` counts, e.g. "Share of letters". */
  readonly label: string
  readonly whyNothing: string
  readonly parameters?: Readonly<Record<string, ParameterSchema>>
  readonly published?: PublishedChange
  places(input: AttackInput): readonly P[]
  /** A random order of all places of which each longer beginning holds the shorter ones; uniform where absent. */
  order?(places: readonly P[], generator: CPythonRandom): Iterable<P>
  edit(place: P, generator: CPythonRandom, options: AttackOptions): Edit
}

/** The same change as another tool does it. */
export interface PublishedChange {
  readonly parameters: Readonly<Record<string, ParameterSchema>>
  apply(input: AttackInput, options: AttackOptions): AttackResult
}

/** An attack of min(max, ceil(share x places)) edits at places that do not overlap. */
export function letterAttack<P extends Place>(change: LetterChange<P>): Attack {
  const { id, name, description, published } = change
  return {
    id,
    name,
    level: 'character',
    modes: published === undefined ? ['corrected'] : ['published', 'corrected'],
    random: true,
    description,
    needs: [],
    regions: ['sentence'],
    parameters: { ...dialParameters(change.share, change.label), ...change.parameters, ...published?.parameters },
    apply(input, options) {
      switch (options.mode) {
        case 'published':
          return published?.apply(input, options) ?? resultOf(input.prompt, [], 'It was not published.')
        case 'corrected':
          return corrected(change, input, options)
        default:
          return assertNever(options.mode)
      }
    },
  }
}

function corrected<P extends Place>(change: LetterChange<P>, input: AttackInput, options: AttackOptions): AttackResult {
  const { prompt, taskId } = input
  const dial = dialOf(options.parameters)
  const why = whyNothingAllowed(dial)
  if (why !== null) return resultOf(prompt, [], why)
  const places = change.places(input)
  const generator = new CPythonRandom(deriveSeed(options.seed, change.id, taskId))
  const count = dialCount(places.length, dial)
  const edits: Edit[] = []
  const taken = new Set<number>()
  for (const place of change.order?.(places, generator) ?? randomOrder(places, generator)) {
    if (edits.length === count) break
    const units = unitsOf(place)
    if (units.some((unit) => taken.has(unit))) continue
    units.forEach((unit) => taken.add(unit))
    edits.push(change.edit(place, generator, options))
  }
  return resultOf(prompt, edits, change.whyNothing)
}

/** Every UTF-16 unit of a place; a place between two units has one of its own. */
function unitsOf({ start, end }: Place): number[] {
  return start === end ? [start - 0.5] : Array.from({ length: end - start }, (_, index) => start + index)
}
