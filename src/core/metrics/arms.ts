import { passed, type JudgedSample, type Suite } from './judged'
import type { Outcomes } from './paired'

/** Samples by cell and problem. */
export class Arms {
  private readonly cells = new Map<string, Map<string, JudgedSample>>()

  /** @param each samples a problem */
  constructor(
    samples: readonly JudgedSample[],
    private readonly each: number,
  ) {
    for (const sample of samples) {
      const cell = this.cells.get(sample.cell) ?? new Map<string, JudgedSample>()
      this.cells.set(sample.cell, cell)
      cell.set(sampleKey(sample.index, sample.task_id), sample)
    }
  }

  /** Problems whose prompt in each of the cells but the first differs from that in the first. */
  changedIn([clean = '', ...others]: readonly string[]): (key: string) => boolean {
    const promptOf = (cell: string, key: string) => this.cells.get(cell)?.get(key)?.prompt
    return (key) => others.every((cell) => promptOf(cell, key) !== promptOf(clean, key))
  }

  /** How many samples a cell has, and how many of them pass. */
  count(cell: string, suite: Suite): { total: number; passed: number } {
    const samples = [...(this.cells.get(cell)?.values() ?? [])]
    return { total: samples.length, passed: samples.filter((sample) => passed(sample, suite)).length }
  }

  /**
   * For each cell its outcomes by sample, then by problem: those of the problems of which every cell has all samples, in one
   * order, whatever that of the samples.
   */
  bySample(
    cells: readonly string[],
    suite: Suite,
    keep: (key: string) => boolean = () => true,
  ): (readonly Outcomes[])[] {
    const maps = cells.map((cell) => this.cells.get(cell) ?? new Map<string, JudgedSample>())
    const indices = Array.from({ length: this.each }, (_, index) => index)
    const shared = [...(maps[0]?.values() ?? [])]
      .flatMap(({ index, task_id }) => (index === 0 ? [task_id] : []))
      .filter((task) =>
        indices.every((index) => keep(sampleKey(index, task)) && maps.every((map) => map.has(sampleKey(index, task)))),
      )
      .sort()
    return maps.map((map) =>
      indices.map((index) =>
        shared.map((task) => {
          const sample = map.get(sampleKey(index, task))
          return sample !== undefined && passed(sample, suite)
        }),
      ),
    )
  }
}

function sampleKey(index: number, task: string): string {
  return `${index} ${task}`
}
