import { readTranslations, writeTranslations } from '../core/translation/file'
import { createTranslationStore } from '../storage/translations'
import { outcome } from './outcome'
import type { HeadlessTranslationsApi } from './translations-api'

declare global {
  interface Window {
    shakedownTranslations?: HeadlessTranslationsApi
  }
}

/** The store that attacks on this page read and write; its browser profile is empty when the command begins. */
export const headlessTranslations: HeadlessTranslationsApi = {
  take: (text) =>
    outcome(async () => {
      const known = readTranslations(text)
      await createTranslationStore().put(known)
      return known.length
    }),
  file: () => outcome(async () => writeTranslations(await createTranslationStore().all())),
}
