/**
 * How fast fresh samples come, and how long the rest takes. Times are milliseconds of a monotonic clock; while a run is
 * paused the clock of the pace stands still. What is left is counted by kind of work (a variant, say): each kind at its
 * own rate, the recent past weighing more; kinds not yet met at the mean of those that were.
 */
export class Pace {
  #since: number | null = null
  #fresh = 0
  #spent = 0
  readonly #kinds = new Map<string, { milliseconds: number; samples: number }>()
  readonly #left = new Map<string, number>()

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** So many samples of a kind are still to come. */
  expect(kind: string, samples: number): void {
    this.#left.set(kind, (this.#left.get(kind) ?? 0) + samples)
  }

  /** Starts the clock unless it runs. */
  begin(): void {
    this.#since ??= this.now()
  }

  /** Stops the clock. */
  stop(): void {
    if (this.#since !== null) this.#spent += this.now() - this.#since
    this.#since = null
  }

  /** A sample of a kind has come, for so many cells. */
  count(kind: string, cells = 1): void {
    this.#fresh += cells
    this.#left.set(kind, Math.max(0, (this.#left.get(kind) ?? 0) - cells))
  }

  /** What a call of the engine took. */
  took(kind: string, samples: number, milliseconds: number): void {
    const known = this.#kinds.get(kind) ?? { milliseconds: 0, samples: 0 }
    const kept = known.samples > MEMORY ? MEMORY / known.samples : 1
    this.#kinds.set(kind, {
      milliseconds: kept * known.milliseconds + milliseconds,
      samples: kept * known.samples + samples,
    })
  }

  /** Samples a second since the start; null until one is there. */
  rate(): number | null {
    const seconds = (this.#spent + (this.#since === null ? 0 : this.now() - this.#since)) / 1000
    return this.#fresh === 0 || seconds <= 0 ? null : this.#fresh / seconds
  }

  /** Null until something is known. */
  secondsLeft(): number | null {
    const known = [...this.#kinds.values()].filter(({ samples }) => samples > 0)
    if (known.length === 0) return null
    const mean = known.reduce((sum, { milliseconds, samples }) => sum + milliseconds / samples, 0) / known.length
    let milliseconds = 0
    for (const [kind, samples] of this.#left) {
      const own = this.#kinds.get(kind)
      milliseconds += samples * (own === undefined || own.samples === 0 ? mean : own.milliseconds / own.samples)
    }
    return milliseconds / 1000
  }
}

/** Samples of a kind that its rate remembers. */
const MEMORY = 400
