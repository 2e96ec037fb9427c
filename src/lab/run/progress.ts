import type { SampleRecord } from '../../core/experiment/record'
import type { RunEvent } from '../events'
import type { Pace } from './pace'
import type { Task } from './tasks'

/** Counts samples and says so. */
export class Progress {
  #done = 0
  /** Samples that are still to come, by cell. */
  readonly #left = new Map<string, number>()

  constructor(
    readonly total: number,
    readonly pace: Pace,
    private readonly emit: (event: RunEvent) => void,
  ) {}

  /** The samples of some cells, those that were there already among them. */
  expect(tasks: readonly Task[], isThere: (id: string) => boolean): void {
    for (const { id, cell } of tasks) {
      const left = this.#left.get(cell.key) ?? 0
      this.#left.set(cell.key, isThere(id) ? left : left + 1)
      if (isThere(id)) this.#done += 1
    }
  }

  /** Cells whose samples are all there. */
  get cellsDone(): number {
    return [...this.#left.values()].filter((left) => left === 0).length
  }

  /** A sample was made, for all cells that asked for it. */
  sample(sample: SampleRecord, tasks: readonly Task[]): void {
    for (const { cell } of tasks) this.pace.count(kindOf(cell.variant))
    for (const { cell } of tasks) this.#left.set(cell.key, (this.#left.get(cell.key) ?? 1) - 1)
    this.#done += tasks.length
    this.emit({
      type: 'sample',
      sample,
      cells: tasks.map(({ cell }) => cell.key),
      done: this.#done,
      total: this.total,
      cellsDone: this.cellsDone,
      rate: this.pace.rate(),
      secondsLeft: this.pace.secondsLeft(),
    })
  }
}

/** Work of one variant takes about equally long. */
export function kindOf(variant: number): string {
  return String(variant)
}
