import type { Clock } from './clock'

export interface PoolOptions<Lane> {
  readonly most: number
  readonly make: () => Lane
  readonly drop: (lane: Lane) => void
  /** How long a lane may stand idle before it is dropped; the last one is kept. */
  readonly idleMilliseconds: number
  readonly clock: Clock
}

interface Asking<Lane> {
  readonly alone: boolean
  readonly serve: (lane: Lane) => void
}

/**
 * Hands out lanes to one user at a time, in the order they asked. A lane is made when somebody would have to wait for
 * one, and dropped when it has stood idle.
 */
export class Pool<Lane> {
  /** The one used last comes first: the others grow cold and are dropped. */
  readonly #free: { readonly lane: Lane; readonly keep: () => void }[] = []
  readonly #queue: Asking<Lane>[] = []
  readonly #lanes = new Set<Lane>()
  #busy = 0
  #alone = false
  #closed = false

  constructor(private readonly options: PoolOptions<Lane>) {}

  /** Lanes there are now. */
  get size(): number {
    return this.#lanes.size
  }

  use<Result>(work: (lane: Lane) => Promise<Result>): Promise<Result> {
    return this.#use(work, false)
  }

  /** While the work goes on, nothing else does. */
  useAlone<Result>(work: (lane: Lane) => Promise<Result>): Promise<Result> {
    return this.#use(work, true)
  }

  /** Drops all lanes; those in use when they come back. */
  close(): void {
    this.#closed = true
    for (const { lane, keep } of this.#free.splice(0)) {
      keep()
      this.#drop(lane)
    }
  }

  async #use<Result>(work: (lane: Lane) => Promise<Result>, alone: boolean): Promise<Result> {
    const lane = await new Promise<Lane>((serve) => {
      this.#queue.push({ alone, serve })
      this.#serveNext()
    })
    try {
      return await work(lane)
    } finally {
      this.#busy -= 1
      if (alone) this.#alone = false
      this.#putBack(lane)
      this.#serveNext()
    }
  }

  #serveNext(): void {
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      if (this.#alone || (next.alone && this.#busy > 0)) return
      const lane = this.#take()
      if (lane === null) return
      this.#queue.shift()
      this.#busy += 1
      this.#alone = next.alone
      next.serve(lane)
    }
  }

  #take(): Lane | null {
    const idle = this.#free.shift()
    if (idle !== undefined) {
      idle.keep()
      return idle.lane
    }
    if (this.#lanes.size >= this.options.most) return null
    const made = this.options.make()
    this.#lanes.add(made)
    return made
  }

  #putBack(lane: Lane): void {
    if (this.#closed) return this.#drop(lane)
    const keep = this.options.clock.after(this.options.idleMilliseconds, () => this.#dropIdle(lane))
    this.#free.unshift({ lane, keep })
  }

  #dropIdle(lane: Lane): void {
    const at = this.#free.findIndex((idle) => idle.lane === lane)
    if (at < 0 || this.#lanes.size === 1) return
    this.#free.splice(at, 1)
    this.#drop(lane)
  }

  #drop(lane: Lane): void {
    this.#lanes.delete(lane)
    this.options.drop(lane)
  }
}
