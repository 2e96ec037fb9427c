import type { SampleRecord } from '../../core/experiment/record'
import type { RunEvent } from '../events'
import type { Pace } from './pace'

/** Counts samples and says so. */
export class Progress {
  #done = 0

  constructor(
    private readonly total: number,
    readonly pace: Pace,
    private readonly emit: (event: RunEvent) => void,
  ) {}

  sample(sample: SampleRecord, fresh: boolean): void {
    this.#done++
    if (fresh) this.pace.count()
    this.emit({
      type: 'sample',
      sample,
      fresh,
      done: this.#done,
      total: this.total,
      rate: this.pace.rate(),
      secondsLeft: this.pace.secondsLeft(this.total - this.#done),
    })
  }
}
