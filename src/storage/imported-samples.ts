import { Dexie, type EntityTable } from 'dexie'
import { LabError } from '../core/errors'
import { parseSamples } from '../core/grading/parse-samples'
import type { ImportedStore } from '../lab/ports'
import { named } from './run-store'

interface KeptFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

class ImportedDatabase extends Dexie {
  declare readonly files: EntityTable<KeptFile, 'name'>

  constructor(name: string) {
    super(name)
    this.version(1).stores({ files: 'name' })
  }
}

/** Files of samples that were made elsewhere, by name, in IndexedDB: variants of a run that no tab could carry. */
export function createImportedStore(name = 'shakedown-imported'): ImportedStore {
  const { files } = new ImportedDatabase(name)
  return {
    names: () => named(async () => (await files.toCollection().primaryKeys()).sort()),
    put: async (file, bytes) => {
      const parsed = parseSamples(file, bytes)
      await named(async () => void (await files.put({ name: file, bytes: new Uint8Array(bytes) })))
      return parsed
    },
    remove: (file) => named(() => files.delete(file)),
    load: async (file) => {
      const kept = await named(() => files.get(file))
      if (kept !== undefined) return parseSamples(file, kept.bytes)
      throw new LabError(
        'not-found',
        `The samples "${file}" are not in this browser.`,
        'Add the file under "Samples made elsewhere" on the bench.',
      )
    },
  }
}
