import type { CPythonRandom } from '../random/cpython-random'
import { numberParameter, type Parameters } from './parameters'
import type { NumberSchema } from './types'

/** The two parameters of a random attack in `corrected` mode: a share of its candidates, and edits at most. */
export function dialParameters(
  share: number,
  label: string,
): { readonly share: NumberSchema; readonly max: NumberSchema } {
  return {
    share: { kind: 'fraction', minimum: 0, maximum: 1, default: share, label, mode: 'corrected' },
    max: { kind: 'integer', minimum: 0, maximum: 1000, default: 1000, label: 'Edits at most', mode: 'corrected' },
  }
}

/** A share of the candidates and edits at most, as given. */
export interface Dial {
  readonly share: number
  readonly max: number
}

export function dialOf(parameters: Parameters): Dial {
  return { share: numberParameter(parameters, 'share'), max: numberParameter(parameters, 'max') }
}

/** How many of `candidates` a random attack changes: min(max, ceil(share x candidates)). */
export function dialCount(candidates: number, { share, max }: Dial): number {
  // 0.07 x 100 is a little more than 7 in binary fractions.
  return Math.min(max, Math.ceil(share * candidates - 1e-9))
}

/** Why nothing may change where the dial is at its end, null where it is not. */
export function whyNothingAllowed({ share, max }: Dial): string | null {
  if (share === 0) return 'The share is 0.'
  return max === 0 ? 'The maximum is 0.' : null
}

/**
 * A random order, drawn as far as it is read. The longer a part of it one takes, the more of the same items it has:
 * that nests the intensities, also where each item takes draws of its own in between.
 */
export function* randomOrder<T>(items: readonly T[], generator: CPythonRandom): Generator<T, void> {
  const pool = [...items]
  while (pool.length > 0) {
    const index = generator.randbelow(pool.length)
    const last = pool.pop()
    const picked = index < pool.length ? pool[index] : last
    if (picked === undefined || last === undefined) return
    if (index < pool.length) pool[index] = last
    yield picked
  }
}
