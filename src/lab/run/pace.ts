/** How fast fresh samples come, since the start or the last resume. Times are milliseconds of a monotonic clock. */
export class Pace {
  #since: number | null = null
  #fresh = 0

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Starts counting anew. */
  start(): void {
    this.#since = this.now()
    this.#fresh = 0
  }

  /** Starts counting unless it has been started. */
  begin(): void {
    if (this.#since === null) this.start()
  }

  /** Starts counting anew if it has been started: after a pause. */
  restart(): void {
    if (this.#since !== null) this.start()
  }

  count(): void {
    this.#fresh++
  }

  /** Samples a second; null until one is there. */
  rate(): number | null {
    if (this.#since === null || this.#fresh === 0) return null
    const seconds = (this.now() - this.#since) / 1000
    return seconds > 0 ? this.#fresh / seconds : null
  }

  secondsLeft(samples: number): number | null {
    const rate = this.rate()
    return rate === null ? null : samples / rate
  }
}
