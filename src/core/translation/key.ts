import type { TranslationRequest } from '../attacks/resources'
import { contentId } from '../hash'
import { translationSettings } from './translators'

/**
 * The name of a translation there and back: a hash of everything that decides it (models, languages, precision, search,
 * text), so that equal work is done once. Throws LabError `bad-spec` for a translator that does not exist.
 */
export function translationKey({ translator, pivot, text }: TranslationRequest): string {
  return contentId({ version: 1, settings: translationSettings(translator, pivot), text })
}
