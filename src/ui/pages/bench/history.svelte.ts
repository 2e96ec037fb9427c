import { toPlainError, type PlainError } from '../../../core/errors'
import type { RunUsage, StoredRun } from '../../../lab/ports'
import type { PageServices } from '../../services'

export interface HistoryEntry extends StoredRun {
  /** Null for a run of an earlier version, which does not say what it needs. */
  readonly usage: RunUsage | null
}

/** The runs of this browser, newest first. */
export class RunHistory {
  entries = $state.raw<readonly HistoryEntry[]>([])
  error = $state.raw<PlainError | null>(null)
  /** The run that is being exported, by the hash of its spec. */
  exporting = $state<string | null>(null)

  constructor(private readonly services: Pick<PageServices, 'store' | 'files'>) {}

  async refresh(): Promise<void> {
    await this.#work(async () => {
      const store = await this.services.store()
      const [runs, usage] = await Promise.all([store.runs(), store.usage()])
      this.entries = [...runs]
        .sort((a, b) => (a.updated < b.updated ? 1 : -1))
        .map((run) => ({ ...run, usage: usage.get(run.specId) ?? null }))
    })
  }

  /** Deletes a run and frees the samples that no other needs. */
  async remove(specId: string): Promise<void> {
    await this.#work(async () => (await this.services.store()).deleteRun(specId))
    if (this.error === null) await this.refresh()
  }

  /** The whole run as one file; null where it failed: `error` says why. */
  async zip(specId: string): Promise<Blob | null> {
    let file: Blob | null = null
    this.exporting = specId
    await this.#work(async () => {
      const files = await this.services.files()
      file = await files.exportZip(await files.stored(specId))
    })
    this.exporting = null
    return file
  }

  async #work(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      this.error = null
    } catch (thrown) {
      this.error = toPlainError(thrown)
    }
  }
}
