/** Parts of speech of WordNet; `s` are satellite adjectives, found under `a` as well. */
export type PartOfSpeech = 'n' | 'v' | 'a' | 'r'
export type SynsetPart = PartOfSpeech | 's'

/** A sense: words that share a meaning. */
export interface Synset {
  /** Byte offset in Princeton's data file: with `part` its name. */
  readonly offset: number
  readonly part: SynsetPart
  /** Lemmas as written in the data file (case kept, `_` between words), in its order. */
  readonly lemmas: readonly string[]
}

/** WordNet 3.0 as NLTK's reader gives it. */
export interface WordNet {
  /** Senses of a word in any form (morphy), in NLTK's order; of one part of speech, or of n, v, a, r in turn. */
  synsets(word: string, part?: PartOfSpeech): readonly Synset[]
  /** The base form, or null where WordNet knows none. */
  morphy(form: string, part: PartOfSpeech): string | null
}
