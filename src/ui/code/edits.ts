import { diffWordsWithSpace } from 'diff'
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
