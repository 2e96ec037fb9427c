import { assertNever } from '../../../core/errors'
import type { SearchResult } from '../../../core/search/smallest-edit'
import { distanceOf, movedBy } from '../../../lab/search/distance'
import { counted } from '../../words'

/** What a search found, in one sentence. */
export function searchWords(result: SearchResult): string {
  switch (result.kind) {
    case 'flipped': {
      const many = result.edits.length > 1
      const found = `${counted(result.edits.length, 'edit')} ${many ? 'together make' : 'makes'} it fail`
      return result.minimal ? `${found}.` : `${found}; the budget ended before fewer were tried.`
    }
    case 'held': {
      const tried = `It holds: ${counted(result.edits.length, 'edit')} together ${result.edits.length === 1 ? 'does' : 'do'} not make it fail`
      return result.exhausted ? `${tried}, and there the budget ended.` : `${tried}, and there are no more.`
    }
    case 'fails-clean':
      return 'It fails without any edit.'
    case 'no-edits':
      return 'The attack finds nothing to edit in this prompt.'
    default:
      return assertNever(result)
  }
}

export function queriesWords({ queries }: Pick<SearchResult, 'queries'>): string {
  return `${counted(queries.generated, 'program')} written and judged, ${counted(queries.scored, 'prompt')} scored`
}

/** What quantization did to the distance to failure. */
export function movedWords(
  original: SearchResult,
  variant: SearchResult,
  arms: { readonly original: string; readonly variant: string },
): string {
  const distances = `${arms.original} ${distanceWords(original)}, ${arms.variant} ${distanceWords(variant)}`
  switch (movedBy(original, variant)) {
    case 'nearer':
      return `Quantization moved failure nearer: ${distances}.`
    case 'farther':
      return `Quantization moved failure farther away: ${distances}.`
    case 'same':
      return `Quantization did not move the distance to failure: ${distances}.`
    case 'unknown':
      return `Whether quantization moved the distance is open: ${distances}.`
  }
}

function distanceWords(result: SearchResult): string {
  const distance = distanceOf(result)
  switch (distance.kind) {
    case 'exact':
      return `fails after ${counted(distance.edits, 'edit')}`
    case 'beyond':
      return `holds out against ${counted(distance.tried, 'edit')}`
    case 'unknown':
      return 'has nothing to edit'
    default:
      return assertNever(distance)
  }
}
