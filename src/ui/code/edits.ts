import { diffWordsWithSpace } from 'diff'
import type { Region, RegionKind } from '../../core/attacks/regions'
import type { Edit } from '../../core/attacks/types'

/** A piece of a prompt: unchanged, or a replacement of `before` by `after`. */
export type PromptPiece =
  | { readonly kind: 'same'; readonly text: string }
  | { readonly kind: 'edit'; readonly before: string; readonly after: string }

/**
 * The prompt with its edits, in order. Edits that do not fit `original` (a prompt trimmed before it was sent) are not
 * guessed at: the two texts are compared instead.
 */
export function promptPieces(original: string, perturbed: string, edits: readonly Edit[]): PromptPiece[] {
  const exact = piecesFromEdits(original, edits)
  return joined(exact, 'after') === perturbed ? exact : piecesFromTexts(original, perturbed)
}

function piecesFromEdits(original: string, edits: readonly Edit[]): PromptPiece[] {
  const pieces: PromptPiece[] = []
  let position = 0
  for (const edit of edits) {
    if (edit.start > position) pieces.push({ kind: 'same', text: original.slice(position, edit.start) })
    pieces.push({ kind: 'edit', before: original.slice(edit.start, edit.end), after: edit.after })
    position = edit.end
  }
  if (position < original.length) pieces.push({ kind: 'same', text: original.slice(position) })
  return pieces
}

function piecesFromTexts(original: string, perturbed: string): PromptPiece[] {
  const pieces: PromptPiece[] = []
  let before = ''
  let after = ''
  const flush = () => {
    if (before !== '' || after !== '') pieces.push({ kind: 'edit', before, after })
    before = ''
    after = ''
  }
  for (const part of diffWordsWithSpace(original, perturbed)) {
    if (part.removed) before += part.value
    else if (part.added) after += part.value
    else {
      flush()
      pieces.push({ kind: 'same', text: part.value })
    }
  }
  flush()
  return pieces
}

/** One side of the pieces as text again. */
export function joined(pieces: readonly PromptPiece[], side: 'before' | 'after'): string {
  return pieces.map((piece) => (piece.kind === 'same' ? piece.text : piece[side])).join('')
}

/** A piece and what it is a part of; null where that is not known. */
export type TintedPiece = PromptPiece & { readonly region: RegionKind | null }

/** Pieces cut at the bounds of the clean prompt's regions. An edit belongs to the region that it begins in. */
export function tinted(pieces: readonly PromptPiece[], regions: readonly Region[]): TintedPiece[] {
  const found: TintedPiece[] = []
  let position = 0
  let at = 0
  for (const piece of pieces) {
    const end = position + (piece.kind === 'same' ? piece.text : piece.before).length
    while ((regions[at]?.end ?? Infinity) <= position) at += 1
    if (piece.kind === 'edit') {
      found.push({ ...piece, region: regions[at]?.kind ?? null })
      position = end
      continue
    }
    const start = position
    while (position < end) {
      const region = regions[at]
      const until = Math.min(end, region?.end ?? end)
      found.push({
        kind: 'same',
        text: piece.text.slice(position - start, until - start),
        region: region?.kind ?? null,
      })
      position = until
      if (region !== undefined && region.end <= position) at += 1
    }
  }
  return found
}

/** An edit with a little of the line around it. */
export interface EditSnippet {
  readonly lead: string
  readonly before: string
  readonly after: string
  readonly tail: string
}

const CONTEXT = 14
const LONGEST_SIDE = 120

/** The first few edits, each with what stands around it. */
export function editSnippets(original: string, edits: readonly Edit[], most: number): EditSnippet[] {
  return edits.slice(0, most).map(({ start, end, before, after }, index) => {
    const previous = edits[index - 1]?.end ?? 0
    const next = edits[index + 1]?.start ?? original.length
    const lead =
      original
        .slice(Math.max(previous, start - CONTEXT), start)
        .split('\n')
        .at(-1) ?? ''
    const tail = original.slice(end, Math.min(next, end + CONTEXT)).split('\n')[0] ?? ''
    return { lead, before: shortened(before), after: shortened(after), tail }
  })
}

function shortened(text: string): string {
  return text.length <= LONGEST_SIDE ? text : `${text.slice(0, LONGEST_SIDE)}…`
}

const INVISIBLE = /[\p{Cf}\u034f\u115f\u1160\u3164]/gu

/** The changed side of an edit so that a person sees it: a sign for white space that is all there is, names for invisible characters. */
export function seen(text: string): string {
  const named = text.replace(
    INVISIBLE,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}⟩`,
  )
  if (named.trim() !== '') return named
  return named.replace(/ /g, '·').replace(/\t/g, '→').replace(/\r?\n/g, '⏎\n')
}
