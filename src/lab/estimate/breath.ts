/** Longer than this without a pause, and a page feels stuck. */
const SLICE_MILLISECONDS = 40

/** Lets the page draw and hear from time to time; rejects with `AbortError` when the signal says so. */
export class Breath {
  #since = performance.now()

  constructor(private readonly signal?: AbortSignal) {}

  async take(): Promise<void> {
    this.signal?.throwIfAborted()
    if (performance.now() - this.#since < SLICE_MILLISECONDS) return
    await new Promise((resolve) => setTimeout(resolve))
    this.#since = performance.now()
    this.signal?.throwIfAborted()
  }
}
