import { VERDICT_KINDS, type SuiteStatus, type VerdictKind } from '../judge/verdict'
import type { SampleRecord } from './record'

/**
 * The verdicts of a whole run in columns: what tables, figures and grids need, without a text in it. 100,000 samples
 * take about half a megabyte; texts are fetched one by one (./open-run.ts).
 */

export const STATUSES: readonly SuiteStatus[] = ['pass', 'fail', 'timeout']

/** Columns of a cell. Place of a sample: problem (in file order) times `samples` of the run, plus its index. */
export interface CellColumns {
  /** 0: no such sample; else 1 + place in STATUSES. */
  readonly base: Uint8Array
  /** As `base`; 0 also where the benchmark has no plus tests. */
  readonly plus: Uint8Array
  /** Place in VERDICT_KINDS. */
  readonly kind: Uint8Array
  /** Generated tokens, at most 65,535. */
  readonly tokens: Uint16Array
}

/** What the columns keep of a sample. */
export interface Judged {
  readonly base_status: SuiteStatus
  readonly plus_status: SuiteStatus | null
  readonly kind: VerdictKind
  readonly tokens: number
}

export type TableSample = Pick<
  SampleRecord,
  'cell' | 'task_id' | 'index' | 'base_status' | 'plus_status' | 'kind' | 'tokens'
>

export class RunTable {
  readonly #cells = new Map<string, CellColumns>()
  readonly #benchmarks = new Map<string, string>()
  readonly #places = new Map<string, ReadonlyMap<string, number>>()

  /**
   * @param tasks ids of the problems of each benchmark, in file order
   * @param samples samples a problem
   */
  constructor(
    cells: readonly { readonly key: string; readonly benchmark: string }[],
    readonly tasks: ReadonlyMap<string, readonly string[]>,
    readonly samples = 1,
  ) {
    for (const [id, list] of tasks) this.#places.set(id, new Map(list.map((task, place) => [task, place])))
    for (const { key, benchmark } of cells) {
      const size = (tasks.get(benchmark)?.length ?? 0) * samples
      this.#benchmarks.set(key, benchmark)
      this.#cells.set(key, {
        base: new Uint8Array(size),
        plus: new Uint8Array(size),
        kind: new Uint8Array(size),
        tokens: new Uint16Array(size),
      })
    }
  }

  /** Keys of all cells, in the order of the run. */
  get keys(): readonly string[] {
    return [...this.#cells.keys()]
  }

  benchmarkOf(cell: string): string | undefined {
    return this.#benchmarks.get(cell)
  }

  columns(cell: string): CellColumns | undefined {
    return this.#cells.get(cell)
  }

  /** Place of a sample in the columns of a cell; null for a cell, problem or index that the table does not have. */
  place(cell: string, task: string, index = 0): number | null {
    const problem = this.#places.get(this.#benchmarks.get(cell) ?? '')?.get(task)
    return problem === undefined || index < 0 || index >= this.samples ? null : problem * this.samples + index
  }

  /** False where the table has no place for it. */
  set(sample: TableSample): boolean {
    const place = this.place(sample.cell, sample.task_id, sample.index)
    const columns = this.#cells.get(sample.cell)
    if (place === null || columns === undefined) return false
    columns.base[place] = statusCode(sample.base_status)
    columns.plus[place] = statusCode(sample.plus_status)
    columns.kind[place] = VERDICT_KINDS.indexOf(sample.kind)
    columns.tokens[place] = Math.min(sample.tokens, 0xffff)
    return true
  }

  /** Null where there is no sample. */
  get(cell: string, task: string, index = 0): Judged | null {
    const place = this.place(cell, task, index)
    return place === null ? null : this.at(cell, place)
  }

  at(cell: string, place: number): Judged | null {
    const columns = this.#cells.get(cell)
    const base = STATUSES[(columns?.base[place] ?? 0) - 1]
    if (columns === undefined || base === undefined) return null
    return {
      base_status: base,
      plus_status: STATUSES[(columns.plus[place] ?? 0) - 1] ?? null,
      kind: VERDICT_KINDS[columns.kind[place] ?? 0] ?? 'crash',
      tokens: columns.tokens[place] ?? 0,
    }
  }

  /** EvalPlus's rule (core/metrics/summary `passed`); null where there is no sample. */
  passed(cell: string, place: number, suite: 'base' | 'plus'): boolean | null {
    const columns = this.#cells.get(cell)
    const base = columns?.base[place] ?? 0
    if (columns === undefined || base === 0) return null
    const plus = columns.plus[place] ?? 0
    return base === PASS && (suite === 'base' || plus === PASS || plus === 0)
  }

  /** Samples that are there. */
  get size(): number {
    let size = 0
    for (const { base } of this.#cells.values()) for (const code of base) size += Number(code !== 0)
    return size
  }
}

const PASS = 1

function statusCode(status: SuiteStatus | null): number {
  return status === null ? 0 : STATUSES.indexOf(status) + 1
}
