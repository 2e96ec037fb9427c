import { regionsOf, type RegionInput, type RegionKind } from './regions'
import { diffArrays } from 'diff'
import type { Attack, Edit } from './types'

/** How much a perturbation changed, and what it had to leave alone. */
export interface Impact {
  /** Letters of the clean prompt, and how many were replaced, removed or put in: the least number that explains the edits. */
  readonly letters: Count
  /** Words of the clean prompt, and how many are others, gone or new. */
  readonly words: Count
  /** Share of the clean prompt's characters in regions that the attack may not change in its corrected mode, 0 to 1. */
  readonly protectedShare: number
  /** Edits that reach into such regions: what was published may, `corrected` never does. */
  readonly protectedEdits: number
}

export interface Count {
  readonly total: number
  readonly changed: number
}

/** Beyond so many characters an edit counts as replaced throughout: comparing would take too long. */
const LONGEST_COMPARED = 3000

/**
 * Impact of edits on a prompt.
 * @param input the clean prompt; the edits are in its offsets
 */
export function impactOf(input: RegionInput, edits: readonly Edit[], attack: Pick<Attack, 'regions'>): Impact {
  const { prompt } = input
  const words = wordsOf(prompt)
  return {
    letters: { total: lettersOf(prompt).length, changed: sum(edits.map(changedLetters)) },
    words: { total: words.length, changed: changedWords(words, prompt, edits) },
    ...protection(input, edits, new Set(attack.regions)),
  }
}

function protection(input: RegionInput, edits: readonly Edit[], open: ReadonlySet<RegionKind>) {
  const closed = regionsOf(input).filter(({ kind }) => !open.has(kind))
  const characters = sum(closed.map(({ start, end }) => end - start))
  const touched = edits.filter((edit) => closed.some(({ start, end }) => edit.start < end && edit.end > start))
  return {
    protectedShare: input.prompt === '' ? 0 : characters / input.prompt.length,
    protectedEdits: touched.length,
  }
}

function changedWords(before: readonly string[], prompt: string, edits: readonly Edit[]): number {
  let done = 0
  const parts: string[] = []
  for (const { start, end, after } of edits) {
    parts.push(prompt.slice(done, start), after)
    done = end
  }
  const after = wordsOf(parts.join('') + prompt.slice(done))
  let [changed, removed, added] = [0, 0, 0]
  const close = (): void => {
    changed += Math.max(removed, added)
    removed = added = 0
  }
  for (const part of diffArrays([...before], after)) {
    if (part.removed) removed += part.value.length
    else if (part.added) added += part.value.length
    else close()
  }
  close()
  return changed
}

function changedLetters({ before, after }: Edit): number {
  const [from, to] = [lettersOf(before), lettersOf(after)]
  if (Math.max(from.length, to.length) > LONGEST_COMPARED) return Math.max(from.length, to.length)
  // Distance of Levenshtein, a row at a time.
  let row = to.map((_, index) => index + 1)
  from.forEach((letter, place) => {
    let diagonal = place
    let left = place + 1
    row = row.map((above, index) => {
      left = Math.min(above + 1, left + 1, diagonal + Number(letter !== to[index]))
      diagonal = above
      return left
    })
  })
  return to.length === 0 ? from.length : (row.at(-1) ?? 0)
}

function lettersOf(text: string): string[] {
  return text.match(/\p{L}/gu) ?? []
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? []
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
