import { diffArrays } from 'diff'
import type { Range } from './highlight'

export interface CodeDifference {
  readonly isEqual: boolean
  /** Ranges of `code` that are not in `reference`. */
  readonly changed: readonly Range[]
  /** Tokens of `reference` that `code` has no more. */
  readonly removed: number
  readonly added: number
}

/** Compares two pieces of code token by token (words, numbers, single signs; runs of blanks are tokens too). */
export function compareCode(reference: string, code: string): CodeDifference {
  if (reference === code) return { isEqual: true, changed: [], removed: 0, added: 0 }
  const changed: Range[] = []
  let position = 0
  let removed = 0
  let added = 0
  for (const part of diffArrays(tokens(reference), tokens(code))) {
    const visible = part.value.filter((token) => token.trim() !== '').length
    if (part.removed) {
      removed += visible
      continue
    }
    const length = part.value.join('').length
    if (part.added) {
      added += visible
      if (visible > 0) changed.push({ start: position, end: position + length })
    }
    position += length
  }
  return { isEqual: false, changed, removed, added }
}

function tokens(code: string): string[] {
  return code.match(/\w+|\s+|[^\w\s]/gu) ?? []
}
