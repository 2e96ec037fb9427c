import { baseFormsOf } from './morphy'
import { PARTS_OF_SPEECH, type PartOfSpeech, type Synset, type WordNet } from './types'

/** One part of speech, asked by lemmas in lower case. */
export interface PartStore {
  has(lemma: string): boolean
  /** Senses in NLTK's order; none where it is no lemma. */
  senses(lemma: string): readonly Synset[]
  /** Null where it is no lemma. */
  frequency(lemma: string): number | null
  readonly exceptions: ReadonlyMap<string, readonly string[]>
}

/** WordNet with the behaviour of NLTK 3.10's `WordNetCorpusReader`. */
export function createWordNet(stores: Readonly<Record<PartOfSpeech, PartStore>>): WordNet {
  const baseForms = (form: string, part: PartOfSpeech) => {
    const store = stores[part]
    return baseFormsOf(form, part, store.exceptions, (candidate) => store.has(candidate))
  }
  return {
    synsets(word, part) {
      const lower = word.toLowerCase()
      const parts = part === undefined ? PARTS_OF_SPEECH : [part]
      return parts.flatMap((each) => baseForms(lower, each).flatMap((form) => stores[each].senses(form)))
    },
    morphy: (form, part) => baseForms(form, part)[0] ?? null,
    baseForms,
    frequency: (lemma, part) => stores[part].frequency(lemma),
    exceptions: (part) => stores[part].exceptions,
  }
}
