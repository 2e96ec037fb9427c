import { LabError } from '../core/errors'
import { bundleOfOpen, type OpenRun } from '../core/experiment/open-run'
import { specId } from '../core/experiment/parse-spec'
import { encodeVerdicts } from '../core/experiment/verdict-file'
import { packOpenIds } from '../lab/run/pack-ids'
import { openStored } from '../lab/stored-run'
import { openRunFiles } from '../storage/open-folder'
import { exportZip, runFilesIn } from '../storage/run-folder'
import type { RunFiles } from '../ui/services'
import { fetchRunFiles } from './recorded'
import { services } from './services'

/** A run's .zip is some tens of megabytes; a file far beyond that was picked by mistake. */
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
    const bytes = new Uint8Array(await file.arrayBuffer())
    return inFile(file.name, () => openRunFiles(runFilesIn(bytes)))
  },
  async recorded(path) {
    return openRunFiles(await fetchRunFiles(new URL(`${path}/`, document.baseURI)))
  },
  async stored(id) {
    return openStored(id, await services.store())
  },
  exportJson: (run) => new Blob([JSON.stringify(run, null, 2), '\n'], { type: 'application/json' }),
  exportZip: async (open) => new Blob([exportZip(await bundleOfOpen(open))], { type: 'application/zip' }),
  async keep(open) {
    const { run, table, sent } = open
    const store = await services.store()
    const id = specId(run.spec)
    // All is read and checked before anything is kept.
    const prompts = await open.prompts()
    const ids = await packOpenIds(open)
    await store.putPrompts(prompts)
    for await (const part of open.samples()) for (const sample of part) await store.putSample(sample)
    await store.addMembers(id, ids.all)
    await store.putTable({ specId: id, verdicts: encodeVerdicts(run, table, sent), ids: ids.packed })
    const { started: created, finished: updated } = run.environment
    await store.putRun({ specId: id, name: run.spec.name, created, updated, spec: run.spec, record: run })
    return id
  },
}

/** Errors name the file that a person opened. */
async function inFile(name: string, open: () => Promise<OpenRun>): Promise<OpenRun> {
  try {
    return await open()
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown
    throw new LabError(thrown.code, `${name}: ${thrown.message}`, thrown.hint, { cause: thrown })
  }
}
