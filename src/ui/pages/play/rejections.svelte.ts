import { SvelteSet } from 'svelte/reactivity'

/** Perturbed prompts of which a person said that they mean something else: by task and hash of the text as sent. */
export class Rejections {
  readonly #keys = new SvelteSet<string>()

  has(taskId: string, hash: string): boolean {
    return this.#keys.has(keyOf(taskId, hash))
  }

  set(taskId: string, hash: string, isRejected: boolean): void {
    if (isRejected) this.#keys.add(keyOf(taskId, hash))
    else this.#keys.delete(keyOf(taskId, hash))
  }
}

function keyOf(taskId: string, hash: string): string {
  return `${hash} ${taskId}`
}

/** Those of this session: they outlive the page they were made on. */
export const rejections = new Rejections()
