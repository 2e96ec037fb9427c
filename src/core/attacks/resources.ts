import { LabError } from '../errors'
import type { WordNet } from '../wordnet/types'

/** What an attack may need beside the prompt: loaded when first used, never while an attack runs. */
export const NEEDS = ['wordnet', 'tagger', 'translation'] as const
export type Need = (typeof NEEDS)[number]

/** Loaded resources; null where nobody asked for them. */
export interface Resources {
  readonly wordnet: WordNet | null
  readonly tagger: Tagger | null
  readonly translations: Translations | null
}

export const NO_RESOURCES: Resources = { wordnet: null, tagger: null, translations: null }

/** Tags of the Penn Treebank, one a token. Deterministic. */
export interface Tagger {
  tag(tokens: readonly string[]): readonly string[]
}

/** A text to be put into the language of `pivot` and back by a model; `translationKey` (core/translation) is its name. */
export interface TranslationRequest {
  /** Id of a translator (core/translation/translators), e.g. `starter`. */
  readonly translator: string
  /** Language in between, as an ISO 639-1 code. */
  readonly pivot: string
  readonly text: string
}

/** Translations there and back that are known. */
export interface Translations {
  /** Null where it was never computed. */
  lookup(request: TranslationRequest): BackTranslation | null
}

export type BackTranslation =
  /** `isWhole` false: one of the two came to the longest length before its end. */
  | { readonly kind: 'translated'; readonly text: string; readonly pivotText: string; readonly isWhole: boolean }
  /** The translator does not know these words, and says so rather than babble. */
  | { readonly kind: 'refused'; readonly why: string }

/** @throws LabError `attack-not-ready` where the resource was not loaded first */
export function wordnetOf({ wordnet }: Resources): WordNet {
  return wordnet ?? missing('WordNet')
}

/** @throws LabError `attack-not-ready` */
export function taggerOf({ tagger }: Resources): Tagger {
  return tagger ?? missing('The tagger')
}

/** @throws LabError `attack-not-ready` */
export function translationOf({ translations }: Resources, request: TranslationRequest): BackTranslation {
  return translations?.lookup(request) ?? missing(`The translation of ${JSON.stringify(request.text.slice(0, 60))}`)
}

function missing(what: string): never {
  throw new LabError('attack-not-ready', `${what} is not loaded.`, 'Load what the attack needs before applying it.')
}
