import { cellKey } from '../../experiment/cells'
import type { OpenRun } from '../../experiment/open-run'
import type { Suite } from '../../metrics/summary'

/** What a question needs of a run. */
export type FindingRun = Pick<OpenRun, 'run' | 'table' | 'sent'>

/** Verdicts of a run by problem, in an order that several runs and both forms of a problem share. */
export class Verdicts {
  readonly #columns = new Map<string, Int8Array>()

  constructor(
    readonly open: FindingRun,
    /** Ids of the problems; both forms of one problem have one id. */
    readonly tasks: readonly string[],
    readonly suite: Suite = 'plus',
  ) {}

  /** Of each problem: 1 passed, 0 failed, -1 no sample. */
  column(variant: number, condition: number, benchmark: string): Int8Array {
    const key = cellKey(variant, condition, benchmark)
    const known = this.#columns.get(key)
    if (known !== undefined) return known
    const { table } = this.open
    const column = Int8Array.from(this.tasks, (task) => {
      const place = table.place(key, task)
      const passed = place === null ? null : table.passed(key, place, this.suite)
      return passed === null ? -1 : Number(passed)
    })
    this.#columns.set(key, column)
    return column
  }

  /** The same problems only. */
  only(places: readonly number[]): Verdicts {
    const kept = places.map((place) => this.tasks[place] ?? '')
    return new Verdicts(this.open, kept, this.suite)
  }
}

/** Ids of all problems of a run, in file order, each once. */
export function tasksOf({ table }: FindingRun): string[] {
  return [...new Set([...table.tasks.values()].flat())]
}

/** Places of the problems of which none of the columns lacks a sample. */
export function complete(columns: readonly Int8Array[]): number[] {
  const count = columns[0]?.length ?? 0
  const places: number[] = []
  for (let place = 0; place < count; place += 1) {
    if (columns.every((column) => (column[place] ?? -1) >= 0)) places.push(place)
  }
  return places
}

/** "assert" for MBPP's form, "docstring" for HumanEval's. */
export function formOf(benchmark: string): string {
  return /humaneval/i.test(benchmark) ? 'docstring' : 'assert'
}
