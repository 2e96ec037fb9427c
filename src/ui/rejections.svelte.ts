import { SvelteMap } from 'svelte/reactivity'
import { toPlainError, type PlainError } from '../core/errors'
import type { RejectedPrompt } from '../core/experiment/record'
import { rejectionKey } from '../core/metrics/review'
import type { RejectionStore } from '../lab/ports'

/** Perturbed prompts of which a person said that they mean something else: by task and hash of the text as sent. */
export class Rejections {
  readonly #kept = new SvelteMap<string, RejectedPrompt>()
  #store: Promise<RejectionStore> | null = null
  /** Of the browser's storage: what was rejected then holds for this visit only. */
  error = $state.raw<PlainError | null>(null)

  /** Those of earlier visits, once a visit. */
  async load(open: () => Promise<RejectionStore>): Promise<void> {
    if (this.#store !== null) return
    this.#store = open()
    await this.#named(async (store) => this.take(await store.all()))
  }

  get all(): readonly RejectedPrompt[] {
    return [...this.#kept.values()]
  }

  has(taskId: string, hash: string): boolean {
    return this.#kept.has(rejectionKey({ task_id: taskId, prompt: hash }))
  }

  set(taskId: string, hash: string, isRejected: boolean): void {
    const one = { task_id: taskId, prompt: hash }
    if (isRejected) this.#kept.set(rejectionKey(one), one)
    else this.#kept.delete(rejectionKey(one))
    void this.#named((store) => (isRejected ? store.put(one) : store.remove(one)))
  }

  /** Those that a file brings along, for this visit. */
  take(rejected: readonly RejectedPrompt[]): void {
    for (const one of rejected) this.#kept.set(rejectionKey(one), one)
  }

  async #named(work: (store: RejectionStore) => Promise<void>): Promise<void> {
    if (this.#store === null) return
    try {
      await work(await this.#store)
      this.error = null
    } catch (thrown) {
      this.error = toPlainError(thrown)
    }
  }
}

/** Of this visit: they outlive the page they were made on. */
export const rejections = new Rejections()
