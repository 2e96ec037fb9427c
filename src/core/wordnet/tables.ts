import type { PartOfSpeech, Synset } from './types'

/** WordNet as plain tables: what is read from Princeton's files, packed, and unpacked again. */
export interface WordNetTables {
  /** Princeton's copyright notice and licence, to go wherever the data go. */
  readonly notice: string
  readonly parts: Readonly<Record<PartOfSpeech, PartTable>>
}

export interface PartTable {
  /** In order of their offsets. */
  readonly synsets: readonly Synset[]
  /** By lemma in lower case: in order of code units. */
  readonly index: ReadonlyMap<string, IndexEntry>
  /** Inflected forms that no rule gives, with their base forms, in the file's order. */
  readonly exceptions: ReadonlyMap<string, readonly string[]>
}

export interface IndexEntry {
  /** Places in `synsets`, the most frequent sense first. */
  readonly senses: readonly number[]
  /** Tags in Princeton's semantic concordances, over all senses. */
  readonly frequency: number
}
