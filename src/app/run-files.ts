import { LabError } from '../core/errors'
import { storedRun } from '../lab/stored-run'
import { knownScience } from '../lab/run/known-science'
import { exportZip, importRun } from '../storage/run-folder'
import type { RunFiles } from '../ui/services'
import { services } from './services'

/** A run.json or .zip is a few megabytes; a file far beyond that was picked by mistake. */
const LARGEST_FILE = 1 << 29

export const runFiles: RunFiles = {
  async open(file) {
    if (file.size > LARGEST_FILE) {
      throw new LabError(
        'bad-run',
        `${file.name} is too large for a run.`,
        'Open a run.json or a .zip that Shakedown exported.',
      )
    }
    return importRun(new Uint8Array(await file.arrayBuffer()), file.name)
  },
  async stored(specId) {
    const [store, benchmarks, attacks] = await Promise.all([
      services.store(),
      services.benchmarks(),
      services.attacks(),
    ])
    return storedRun(specId, { store, benchmarks, attacks }, knownScience)
  },
  exportJson: (bundle) => new Blob([JSON.stringify(bundle.run, null, 2), '\n'], { type: 'application/json' }),
  exportZip: async (bundle) => new Blob([exportZip(bundle)], { type: 'application/zip' }),
}
