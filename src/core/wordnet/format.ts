import type { PartOfSpeech } from './types'

/**
 * The packed WordNet: zlib (RFC 1950) over these sections, each led by its length in bytes. Integers are unsigned
 * LEB128 unless a byte is named. What can be derived is left out: a lemma's senses follow from the synsets that hold it.
 *
 * 1. notice: Princeton's copyright notice and licence, ASCII
 * 2. names: every spelling of a lemma, ordered by its lower case, then by itself (code units). Three sections: how many
 *    characters each shares with the one before it, how many it adds, and the added characters, ASCII
 * 3. for each of n, v, a, r, eight sections:
 *    - offsets: of the synsets, ascending, each less the one before it
 *    - sizes: twice the number of lemmas, plus 1 for a satellite adjective
 *    - lemmas: places in the names, synset by synset. Three sections: the lowest, the middle and the highest byte
 *    - senses: for each lemma (in lower case, in the order of the names) with two or more senses, their order: places in
 *      the list of its synsets by offset
 *    - frequencies: for each lemma, tags in the concordances
 *    - exceptions: lines `form base base ...`, ASCII
 */
export const PACKED_PARTS: readonly PartOfSpeech[] = ['n', 'v', 'a', 'r']

/** Where the site has it, and what it must be: the same on every machine, since the packages are pinned. */
export const PACKED_WORDNET = {
  path: 'wordnet/wordnet-3.0.bin',
  sha256: '624f73d206fb624f3d55f03efa24c54fe1d21adeca269845f0d5cedec212f53c',
  bytes: 1_302_700,
} as const

/** The lemma that a spelling is of: case is all that may differ. */
export function lemmaOf(name: string): string {
  return name.toLowerCase()
}
