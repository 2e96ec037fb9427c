import type { ExpectedFlips, NullBand, NullBandOptions } from '../../../core/metrics/null-band'

/** Simulations one at a time: a newer one ends the one that runs. */
export class Simulation {
  #worker: Worker | null = null

  /** Null where a newer one came, or the page was left. */
  run(flips: ExpectedFlips, options: NullBandOptions): Promise<NullBand | null> {
    this.close()
    const worker = new Worker(new URL('./null-band.worker.ts', import.meta.url), { type: 'module', name: 'null band' })
    this.#worker = worker
    return new Promise((resolve, reject) => {
      const end = (): void => {
        if (this.#worker === worker) this.#worker = null
        worker.terminate()
      }
      worker.addEventListener('message', ({ data }: MessageEvent<NullBand>) => {
        end()
        resolve(data)
      })
      worker.addEventListener('error', (event) => {
        end()
        reject(new Error(event.message === '' ? 'The simulation could not be started.' : event.message))
      })
      this.#onclose = () => {
        resolve(null)
      }
      worker.postMessage([flips, options])
    })
  }

  close(): void {
    this.#onclose()
    this.#worker?.terminate()
    this.#worker = null
  }

  #onclose: () => void = () => undefined
}
