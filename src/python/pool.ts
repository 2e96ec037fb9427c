/** Hands out lanes to one user at a time, in the order they asked. */
export class Pool<Lane> {
  private readonly free: Lane[]
  private readonly waiting: ((lane: Lane) => void)[] = []

  constructor(lanes: readonly Lane[]) {
    this.free = lanes.slice()
  }

  async use<Result>(work: (lane: Lane) => Promise<Result>): Promise<Result> {
    const lane = this.free.shift() ?? (await new Promise<Lane>((resolve) => this.waiting.push(resolve)))
    try {
      return await work(lane)
    } finally {
      const next = this.waiting.shift()
      if (next === undefined) this.free.unshift(lane)
      else next(lane)
    }
  }
}
