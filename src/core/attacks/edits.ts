import { LabError } from '../errors'
import type { AttackResult, Edit, ProgramChange } from './types'

/**
 * Edits as data: sorted replacements that do not overlap, in UTF-16 offsets of the original text.
 * `applyEdits(text, edits)` gives the new text; `applyEdits(newText, invertEdits(edits))` the original again.
 */

/** @throws LabError `internal` where an edit does not fit the text: out of order, overlapping, or another `before`. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = []
  let done = 0
  for (const edit of edits) {
    if (edit.start < done || edit.end < edit.start || text.slice(edit.start, edit.end) !== edit.before) {
      throw new LabError(
        'internal',
        `An edit at ${edit.start}-${edit.end} does not fit its text.`,
        'The edits belong to another text, or are not sorted. Please report this.',
      )
    }
    parts.push(text.slice(done, edit.start), edit.after)
    done = edit.end
  }
  parts.push(text.slice(done))
  return parts.join('')
}

/** The edits that lead back, in offsets of the edited text. */
export function invertEdits(edits: readonly Edit[]): Edit[] {
  let shift = 0
  return edits.map(({ start, before, after }) => {
    const inverse = { start: start + shift, end: start + shift + after.length, before: after, after: before }
    shift += after.length - before.length
    return inverse
  })
}

/** A replacement of one stretch of `text`. */
export function replacement(start: number, before: string, after: string): Edit {
  return { start, end: start + before.length, before, after }
}

const CANCELLED = 'The changes undo one another: the prompt stays as it was.'

/** What an attack returns: edits that change nothing are dropped, also all together; the rest sorted and applied. */
export function resultOf(
  text: string,
  proposed: readonly Edit[],
  whyNothing: string,
  program: ProgramChange | null = null,
): AttackResult {
  const edits = proposed.filter(({ before, after }) => before !== after).sort((a, b) => a.start - b.start)
  if (edits.length === 0) return { text, edits, applied: false, why: whyNothing, program: null }
  const changed = applyEdits(text, edits)
  // A blank taken away and another put beside it: together they are no attack.
  if (changed === text) return { text, edits: [], applied: false, why: CANCELLED, program: null }
  return { text: changed, edits, applied: true, why: '', program }
}
