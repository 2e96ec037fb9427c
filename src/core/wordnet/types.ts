/** Parts of speech of WordNet, in NLTK's order; satellite adjectives (`s`) are found under `a`. */
export const PARTS_OF_SPEECH = ['n', 'v', 'a', 'r'] as const
export type PartOfSpeech = (typeof PARTS_OF_SPEECH)[number]
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
  /** The base form, or null where WordNet knows none. The form is taken as it is written: lemmas are in lower case. */
  morphy(form: string, part: PartOfSpeech): string | null
  /** Every base form of a form in lower case, itself first where it is a lemma. */
  baseForms(form: string, part: PartOfSpeech): readonly string[]
  /**
   * How often the senses of a lemma in lower case were seen in Princeton's tagged texts (`index.sense`); null where it
   * is no lemma of this part of speech.
   */
  frequency(lemma: string, part: PartOfSpeech): number | null
  /** Inflected forms and their base forms, as Princeton's `.exc` file of this part of speech has them. */
  exceptions(part: PartOfSpeech): ReadonlyMap<string, readonly string[]>
}
