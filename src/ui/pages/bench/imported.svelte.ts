import { LabError, toPlainError, type PlainError } from '../../../core/errors'
import type { PageServices } from '../../services'

/** Far beyond any file of samples; a larger one was picked by mistake. */
const LARGEST_FILE = 1 << 29

/** The files of samples made elsewhere that are in this browser, by the names that specs give them. */
export class ImportedFiles {
  names = $state.raw<readonly string[]>([])
  /** What was added last, in words. */
  added = $state<string | null>(null)
  working = $state<string | null>(null)
  error = $state.raw<PlainError | null>(null)

  constructor(private readonly services: Pick<PageServices, 'imported'>) {}

  async refresh(): Promise<void> {
    await this.#work(null, async () => {
      this.names = await (await this.services.imported()).names()
    })
  }

  /** @param name what specs call it; the file's own name where none is given */
  async add(file: File, name = file.name): Promise<boolean> {
    let isDone = false
    await this.#work(name, async () => {
      if (file.size > LARGEST_FILE) throw tooLarge(file.name)
      const store = await this.services.imported()
      const { samples } = await store.put(name, new Uint8Array(await file.arrayBuffer()))
      this.added = `${name} is here: ${samples.length.toLocaleString('en')} samples.`
      this.names = await store.names()
      isDone = true
    })
    return isDone
  }

  async remove(name: string): Promise<void> {
    await this.#work(name, async () => {
      const store = await this.services.imported()
      await store.remove(name)
      this.added = null
      this.names = await store.names()
    })
  }

  async #work(name: string | null, work: () => Promise<void>): Promise<void> {
    if (this.working !== null) return
    this.working = name
    this.error = null
    try {
      await work()
    } catch (thrown) {
      this.error = toPlainError(thrown)
    } finally {
      this.working = null
    }
  }
}

function tooLarge(name: string): LabError {
  return new LabError(
    'bad-samples',
    `${name} is too large for a file of samples.`,
    'One JSON object a line, .jsonl or .gz.',
  )
}
