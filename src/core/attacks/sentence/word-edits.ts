import { diffArrays } from 'diff'
import { replacement } from '../edits'
import type { Edit } from '../types'

/** Beyond so many words the comparison would take too long, and one edit says enough. */
const MOST_WORDS = 2000

/** Edits, in offsets from `start`, that make `after` of `before`: whole words and stretches of white space. */
export function wordEdits(start: number, before: string, after: string): Edit[] {
  if (before === after) return []
  const from = wordsOf(before)
  const to = wordsOf(after)
  if (from.length + to.length > MOST_WORDS) return [replacement(start, before, after)]
  const edits: Edit[] = []
  let at = start
  let old: string[] = []
  let fresh: string[] = []
  const close = (): void => {
    const [removed, added] = [old.join(''), fresh.join('')]
    if (removed !== added) edits.push(replacement(at - removed.length, removed, added))
    old = []
    fresh = []
  }
  for (const { value, added, removed } of diffArrays(from, to)) {
    const text = value.join('')
    if (added) fresh.push(text)
    else if (removed) {
      old.push(text)
      at += text.length
    } else {
      close()
      at += text.length
    }
  }
  close()
  return edits
}

function wordsOf(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]+/gu) ?? []
}
