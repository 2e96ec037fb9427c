import type { Spec } from '../../core/experiment/spec'

/** How much a run may still do. What is under way when it is spent is finished and kept. */
export class Budget {
  readonly #until: number
  #left: number

  constructor(
    { budget }: Pick<Spec, 'budget'>,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#until = this.now() + 60_000 * (budget?.minutes ?? Infinity)
    this.#left = budget?.samples ?? Infinity
  }

  /** How many of so many samples may be begun now. */
  allow(samples: number): number {
    return this.now() >= this.#until ? 0 : Math.min(samples, this.#left)
  }

  spend(samples: number): void {
    this.#left -= samples
  }
}
