import { applyEdits } from '../attacks/edits'
import type { Edit } from '../attacks/types'

/** What the search asks of a model and its judge. Equal texts are asked for once. */
export interface Oracle {
  /**
   * How likely the reference solution is after each prompt: the sum of the log-probabilities of its tokens. Scores are
   * ranked, so -Infinity is fine; NaN counts as the lowest.
   */
  score(prompts: readonly string[]): Promise<readonly number[]>
  /** Whether the program that the model writes for each prompt passes. */
  passes(prompts: readonly string[]): Promise<readonly boolean[]>
}

export interface SearchSettings {
  /** Prompts to be generated and judged at most, the clean one among them. */
  readonly budget: number
  /** So many of the best-ranked edits are tried alone before they are tried together. */
  readonly alone: number
  /** Prompts asked for in one call: a batch of the engine. */
  readonly batch: number
}

export const DEFAULT_SEARCH: SearchSettings = { budget: 60, alone: 16, batch: 8 }

export interface Queries {
  readonly scored: number
  readonly generated: number
}

export type SearchResult = { readonly queries: Queries; readonly ranked: readonly RankedEdit[] } & (
  | { readonly kind: 'flipped'; readonly edits: readonly Edit[]; readonly text: string; readonly minimal: boolean }
  /** Nothing in the budget flips the verdict; `edits` is the largest set that was tried. */
  | { readonly kind: 'held'; readonly edits: readonly Edit[]; readonly exhausted: boolean }
  /** The clean prompt fails: there is nothing to flip. */
  | { readonly kind: 'fails-clean' }
  | { readonly kind: 'no-edits' }
)

export interface RankedEdit {
  readonly edit: Edit
  /** By how much it lowers the score of the reference, in nats. */
  readonly drop: number
}

/**
 * Looks for the smallest set of edits that makes the model fail: edits are ranked by how much each alone lowers the
 * log-probability of the reference solution; the best are tried alone, then together from the top until the verdict
 * flips; then each is taken back if the verdict stays flipped without it. `minimal` says that no single edit of the
 * result can be taken back (or that it is one edit). Deterministic where the oracle is.
 * @param candidates edits of the prompt, at most one at a place
 */
export async function smallestEdit(
  prompt: string,
  candidates: readonly Edit[],
  oracle: Oracle,
  { budget, alone, batch }: SearchSettings = DEFAULT_SEARCH,
): Promise<SearchResult> {
  const verdicts = new Map<string, boolean>()
  let scored = 0
  const queries = (): Queries => ({ scored, generated: verdicts.size })
  const textOf = (edits: readonly Edit[]) =>
    applyEdits(
      prompt,
      [...edits].sort((a, b) => a.start - b.start),
    )

  /** The place of the first set that fails; null for none. Looks no further than the budget. */
  async function firstFlip(sets: readonly (readonly Edit[])[]): Promise<number | null> {
    for (let at = 0; at < sets.length; at += batch) {
      const texts = sets.slice(at, at + batch).map(textOf)
      const unknown = [...new Set(texts)].filter((text) => !verdicts.has(text)).slice(0, budget - verdicts.size)
      if (unknown.length > 0) {
        const passed = await oracle.passes(unknown)
        unknown.forEach((text, index) => verdicts.set(text, passed[index] ?? true))
      }
      const flipped = texts.findIndex((text) => verdicts.get(text) === false)
      if (flipped >= 0) return at + flipped
      if (texts.some((text) => !verdicts.has(text))) return null
    }
    return null
  }

  /** Takes edits back while the verdict stays flipped, until none can be taken back any more. */
  async function takeBack(flipping: readonly Edit[]): Promise<{ kept: readonly Edit[]; minimal: boolean }> {
    let kept = flipping
    for (let again = true; again && kept.length > 1;) {
      again = false
      // The weakest first: they are the most likely to have done nothing.
      for (const edit of [...kept].reverse()) {
        const without = kept.filter((one) => one !== edit)
        if (!verdicts.has(textOf(without)) && verdicts.size >= budget) return { kept, minimal: false }
        if (without.length === 0 || (await firstFlip([without])) === null) continue
        kept = without
        again = true
      }
    }
    return { kept, minimal: true }
  }

  if (candidates.length === 0) return { kind: 'no-edits', queries: queries(), ranked: [] }
  if ((await firstFlip([[]])) === 0) return { kind: 'fails-clean', queries: queries(), ranked: [] }
  const texts = candidates.map((edit) => textOf([edit]))
  const [clean = 0, ...scores] = await oracle.score([prompt, ...texts])
  scored = texts.length + 1
  const ranked = rank(candidates, clean, scores)
  const edits = ranked.map(({ edit }) => edit)
  const single = await firstFlip(edits.slice(0, alone).map((edit) => [edit]))
  const first = edits[single ?? -1]
  if (first !== undefined) {
    return { kind: 'flipped', edits: [first], text: textOf([first]), minimal: true, queries: queries(), ranked }
  }
  const prefixes = edits.slice(1).map((_, index) => edits.slice(0, index + 2))
  const flipped = await firstFlip(prefixes)
  if (flipped === null) {
    const tried = prefixes.filter((set) => verdicts.has(textOf(set))).at(-1) ?? edits.slice(0, 1)
    const exhausted = verdicts.size >= budget
    return { kind: 'held', edits: inOrder(tried), exhausted, queries: queries(), ranked }
  }
  const { kept, minimal } = await takeBack(prefixes[flipped] ?? [])
  return { kind: 'flipped', edits: inOrder(kept), text: textOf(kept), minimal, queries: queries(), ranked }
}

function rank(candidates: readonly Edit[], clean: number, scores: readonly number[]): RankedEdit[] {
  return candidates
    .map((edit, index) => {
      const drop = clean - (scores[index] ?? clean)
      return { edit, drop: Number.isNaN(drop) ? Infinity : drop }
    })
    .sort((a, b) => (a.drop === b.drop ? a.edit.start - b.edit.start : b.drop - a.drop))
}

function inOrder(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.start - b.start)
}
