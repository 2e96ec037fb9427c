import type { CellResult } from './state'

const REMEMBERED_RESULTS = 400

/** Finished results by everything they depend on; the oldest are forgotten first. */
export class PlayResults {
  readonly #results = new Map<string, CellResult>()

  get(key: string): CellResult | undefined {
    return this.#results.get(key)
  }

  remember(result: CellResult): void {
    this.#results.set(result.key, result)
    for (const key of this.#results.keys()) {
      if (this.#results.size <= REMEMBERED_RESULTS) break
      this.#results.delete(key)
    }
  }
}
