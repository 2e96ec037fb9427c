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
    if (part.added) added += visible
    for (const token of part.value) {
      const end = position + token.length
      if (part.added && token.trim() !== '') markRange(changed, position, end, code)
      position = end
    }
  }
  return { isEqual: false, changed, removed, added }
}

/** Adds a range, or widens the last one where only blanks of the same line lie between. */
function markRange(ranges: Range[], start: number, end: number, code: string): void {
  const last = ranges.at(-1)
  if (last !== undefined && /^[^\S\n]*$/.test(code.slice(last.end, start)))
    ranges.splice(-1, 1, { start: last.start, end })
  else ranges.push({ start, end })
}

function tokens(code: string): string[] {
  return code.match(/\w+|\s+|[^\w\s]/gu) ?? []
}
