import type { TranslationRequest, Translations } from '../../core/attacks/resources'
import { translationKey } from '../../core/translation/key'
import { knownTranslation, translationsOf, type KnownTranslation } from '../../core/translation/known'
import type { BackTranslator, TranslateOptions, TranslationStore } from '../ports'

export interface TranslationServices {
  /** Null where nothing can translate: only what is known then serves. */
  readonly translator: BackTranslator | null
  readonly store: TranslationStore
}

/**
 * What attacks need of back-translation: what is known from before, and the rest translated now, each kept as soon as it
 * is done, so that a cancelled call goes on where it stopped. Errors: those of translator and store. Without a
 * translator, texts that are not known are left out, and attacks say `attack-not-ready` for them.
 */
export async function loadTranslations(
  requests: readonly TranslationRequest[],
  { translator, store }: TranslationServices,
  options: TranslateOptions = {},
): Promise<Translations> {
  const wanted = new Map(requests.map((request) => [translationKey(request), request]))
  const found = new Map<string, KnownTranslation>()
  for (const known of await store.known([...wanted.keys()])) found.set(known.key, known)
  const missing = [...wanted].flatMap(([key, request]) => (found.has(key) ? [] : [request]))
  if (missing.length > 0 && translator !== null) {
    await translator.translate(
      missing,
      async (request, result) => {
        const known = knownTranslation(request, result)
        found.set(known.key, known)
        await store.put([known])
      },
      options,
    )
  }
  return translationsOf(found.values())
}
