import type { Clock } from './clock'

/** Chromium lets a busy worker go on for two seconds after it was ended. */
const LINGER_MILLISECONDS = 2100

/** Ended workers that may still be computing. While there are too many of them, no new worker is started. */
export class Zombies {
  #count = 0
  readonly #waiting: (() => void)[] = []

  constructor(
    private readonly clock: Clock,
    private readonly most: number,
  ) {}

  get count(): number {
    return this.#count
  }

  /** A worker was ended while it was busy. */
  add(): void {
    this.#count += 1
    this.clock.after(LINGER_MILLISECONDS, () => {
      this.#count -= 1
      if (this.#count < this.most) for (const go of this.#waiting.splice(0)) go()
    })
  }

  /** Resolves when another worker may be started. */
  async room(): Promise<void> {
    while (this.#count >= this.most) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}
