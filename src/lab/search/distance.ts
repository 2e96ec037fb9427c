import { assertNever } from '../../core/errors'
import type { SearchResult } from '../../core/search/smallest-edit'

/** How many edits lead to failure, as far as a search can tell. */
export type Distance =
  /** So many; 0 where the clean prompt fails already. */
  | { readonly kind: 'exact'; readonly edits: number }
  /** None was found; so many were tried together. */
  | { readonly kind: 'beyond'; readonly tried: number }
  /** The attack finds nothing to edit. */
  | { readonly kind: 'unknown' }

export function distanceOf(result: SearchResult): Distance {
  switch (result.kind) {
    case 'flipped':
      return { kind: 'exact', edits: result.edits.length }
    case 'held':
      return { kind: 'beyond', tried: result.edits.length }
    case 'fails-clean':
      return { kind: 'exact', edits: 0 }
    case 'no-edits':
      return { kind: 'unknown' }
    default:
      return assertNever(result)
  }
}

/** What quantization did to the distance to failure: `nearer`, the variant fails after fewer edits. */
export type Moved = 'nearer' | 'farther' | 'same' | 'unknown'

export function movedBy(original: SearchResult, variant: SearchResult): Moved {
  const [before, after] = [distanceOf(original), distanceOf(variant)]
  if (before.kind === 'exact' && after.kind === 'exact') {
    if (before.edits === after.edits) return 'same'
    return after.edits < before.edits ? 'nearer' : 'farther'
  }
  // One failed and the other held out against everything that was tried.
  if (before.kind === 'beyond' && after.kind === 'exact') return 'nearer'
  if (before.kind === 'exact' && after.kind === 'beyond') return 'farther'
  return 'unknown'
}
