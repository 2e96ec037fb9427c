/**
 * Tasks that run beside the caller, a few at a time. The first error ends it: tasks not yet begun are dropped, those
 * that run are waited for, and `room` and `drain` reject with that error.
 */
export class WorkQueue {
  readonly #waiting: (() => Promise<void>)[] = []
  readonly #changed: (() => void)[] = []
  #running = 0
  #failure: { readonly error: unknown } | null = null

  constructor(private readonly concurrency: number) {}

  get size(): number {
    return this.#waiting.length + this.#running
  }

  add(task: () => Promise<void>): void {
    if (this.#failure !== null) return
    this.#waiting.push(task)
    this.#next()
  }

  /** Settles when fewer than `limit` tasks are left, so that one side cannot run ahead of the other. */
  async room(limit: number): Promise<void> {
    while (this.#failure === null && this.size >= limit) await this.#change()
    if (this.#failure !== null) {
      while (this.#running > 0) await this.#change()
      throw this.#failure.error
    }
  }

  /** Settles when nothing is left. */
  async drain(): Promise<void> {
    await this.room(1)
  }

  #next(): void {
    while (this.#running < this.concurrency) {
      const task = this.#waiting.shift()
      if (task === undefined) return
      this.#running++
      void this.#run(task)
    }
  }

  async #run(task: () => Promise<void>): Promise<void> {
    try {
      await task()
    } catch (error) {
      this.#failure ??= { error }
      this.#waiting.length = 0
    }
    this.#running--
    this.#next()
    for (const wake of this.#changed.splice(0)) wake()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve))
  }
}
