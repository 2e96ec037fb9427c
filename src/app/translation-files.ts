import { LabError } from '../core/errors'
import { readTranslations, writeTranslations } from '../core/translation/file'
import { createTranslationStore } from '../storage/translations'
import type { TranslationFiles } from '../ui/services'

/** A class's worth of translations is below a megabyte; a file far beyond that was picked by mistake. */
const LARGEST_FILE = 1 << 28

/** The back-translations of this browser, in and out of files. */
export function translationFiles(): TranslationFiles {
  const store = createTranslationStore()
  return {
    count: async () => (await store.all()).length,
    async take(file) {
      if (file.size > LARGEST_FILE) {
        throw new LabError(
          'bad-translations',
          `${file.name} is too large for a file of translations.`,
          'Choose a .json that Shakedown exported.',
        )
      }
      const known = readTranslations(await file.text())
      await store.put(known)
      return known.length
    },
    exportFile: async () => new Blob([writeTranslations(await store.all())], { type: 'application/json' }),
    clear: () => store.clear(),
  }
}
