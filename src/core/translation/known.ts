import type { BackTranslation, TranslationRequest, Translations } from '../attacks/resources'
import { translationKey } from './key'

/** A translation there and back that was made, by its key. */
export interface KnownTranslation {
  readonly key: string
  readonly request: TranslationRequest
  readonly result: BackTranslation
}

export function knownTranslation(request: TranslationRequest, result: BackTranslation): KnownTranslation {
  const { translator, pivot, text } = request
  return { key: translationKey(request), request: { translator, pivot, text }, result }
}

/** What attacks look translations up in. */
export function translationsOf(known: Iterable<KnownTranslation>): Translations {
  const results = new Map(Array.from(known, ({ key, result }) => [key, result]))
  return { lookup: (request) => results.get(translationKey(request)) ?? null }
}
