import type { BackTranslation, TranslationRequest } from '../../core/attacks/resources'
import type { BackTranslator, TranslateOptions } from '../../lab/ports'

/** What the translator's browser tests share. */

export const asStarter = (text: string): TranslationRequest => ({ translator: 'starter', pivot: 'de', text })

/** Results by text, in the order in which they came. */
export async function translateAll(
  translator: BackTranslator,
  requests: readonly TranslationRequest[],
  options?: TranslateOptions,
): Promise<Map<string, BackTranslation>> {
  const results = new Map<string, BackTranslation>()
  await translator.translate(requests, ({ text }, result) => void results.set(text, result), options)
  return results
}
