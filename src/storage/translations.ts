import { Dexie, type EntityTable } from 'dexie'
import type { KnownTranslation } from '../core/translation/known'
import type { TranslationStore } from '../lab/ports'
import { named } from './run-store'

class TranslationDatabase extends Dexie {
  declare readonly translations: EntityTable<KnownTranslation, 'key'>

  constructor(name: string) {
    super(name)
    this.version(1).stores({ translations: 'key' })
  }
}

/** Translations there and back that were made or imported, in IndexedDB, by the hash of what decides them. */
export function createTranslationStore(name = 'shakedown-translations'): TranslationStore {
  const { translations } = new TranslationDatabase(name)
  return {
    known: (keys) =>
      named(async () => {
        const found = await translations.bulkGet([...keys])
        return found.flatMap((translation) => (translation === undefined ? [] : [translation]))
      }),
    put: (more) => named(async () => void (await translations.bulkPut([...more]))),
    all: () => named(() => translations.toArray()),
    clear: () => named(() => translations.clear()),
  }
}
