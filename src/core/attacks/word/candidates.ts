import type { PartOfSpeech } from '../../wordnet/types'

/** Tags of words that the paper's tool replaces, by their first two letters: modals, numbers and names of no kind. */
const REPLACEABLE: Readonly<Record<string, PartOfSpeech>> = { JJ: 'a', NN: 'n', RB: 'r', VB: 'v' }

/**
 * WordNet's part of speech for a Penn tag; null for tags of other classes. Only the first two letters count, so NNP,
 * JJR and RBS pass as well (RP does not).
 */
export function partOfTag(tag: string): PartOfSpeech | null {
  return REPLACEABLE[tag.slice(0, 2)] ?? null
}
