import type { SampleRecord } from '../../core/experiment/record'
import type { RunEvent } from '../events'
import type { Pace } from './pace'
import type { Task } from './tasks'

/** Counts samples and says so. */
export class Progress {
  #done = 0

  constructor(
    readonly total: number,
    readonly pace: Pace,
    private readonly emit: (event: RunEvent) => void,
  ) {}

  /** Samples that were there already. */
  reused(samples: number): void {
    this.#done += samples
  }

  /** A sample was made, for all cells that asked for it. */
  sample(sample: SampleRecord, tasks: readonly Task[]): void {
    for (const { cell } of tasks) this.pace.count(kindOf(cell.variant))
    this.#done += tasks.length
    this.emit({
      type: 'sample',
      sample,
      cells: tasks.map(({ cell }) => cell.key),
      done: this.#done,
      total: this.total,
      rate: this.pace.rate(),
      secondsLeft: this.pace.secondsLeft(),
    })
  }
}

/** Work of one variant takes about equally long. */
export function kindOf(variant: number): string {
  return String(variant)
}
