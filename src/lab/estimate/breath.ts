/** Longer than this without a pause, and a page feels stuck. */
const SLICE_MILLISECONDS = 40

/** Lets the page draw and hear from time to time; rejects with `AbortError` when the signal says so. */
export class Breath {
  #since = performance.now()

  constructor(private readonly signal?: AbortSignal) {}

  async take(): Promise<void> {
    this.signal?.throwIfAborted()
    if (performance.now() - this.#since < SLICE_MILLISECONDS) return
    await aTurn()
    this.#since = performance.now()
    this.signal?.throwIfAborted()
  }
}

/** A turn of the event loop. A message, not a timer: timers of a tab in the background wait for a second or a minute. */
function aTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
