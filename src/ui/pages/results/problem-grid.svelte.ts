import { SvelteMap } from 'svelte/reactivity'
import { cellKey } from '../../../core/experiment/cells'
import {
  benchmarkOf,
  buildGrid,
  chosenRows,
  taskOf,
  type GridFilter,
  type GridFocus,
  type GridOrder,
  type GridSort,
} from '../../../core/figures/grid'
import type { Suite } from '../../../core/metrics/summary'
import { kindWords } from '../../words'
import type { ProblemPlace, RunIndex } from '../../run-index'
import { moved, type GridPlace } from './grid-keys'

/** What a cell of the grid shows. */
export interface GridMark {
  readonly look: 'none' | 'pass' | 'fail' | 'part'
  /** A sign, or how many of several samples passed. */
  readonly text: string
  readonly words: string
}

/** The grid of problems: what is shown, in which order, and where the focus stands. */
export class ProblemGridState {
  filter = $state<GridFilter>('all')
  sort = $state.raw<GridSort>({ by: 'task', descending: false })
  search = $state('')
  place = $state.raw<GridPlace>({ row: 0, column: 0 })
  readonly #of: () => { readonly index: RunIndex; readonly suite: Suite; readonly focus: GridFocus | null }
  readonly #summaries = new SvelteMap<string, string>()

  constructor(of: () => { readonly index: RunIndex; readonly suite: Suite; readonly focus: GridFocus | null }) {
    this.#of = of
  }

  readonly grid = $derived.by(() => {
    const { index, suite } = this.#of()
    return buildGrid(index.run, index.open.table, suite)
  })
  readonly rows = $derived.by(() =>
    chosenRows(this.grid, this.#table, {
      filter: this.filter,
      sort: this.sort,
      search: this.search,
      focus: this.#of().focus,
    }),
  )
  /** The focus, within what is shown. */
  readonly active = $derived<GridPlace>({
    row: Math.max(0, Math.min(this.rows.length - 1, this.place.row)),
    column: this.place.column,
  })

  get #table() {
    return this.#of().index.open.table
  }

  /** Rows of the grid at places of what is shown. */
  slice(first: number, end: number): number[] {
    return [...this.rows.subarray(first, end)]
  }

  problem(row: number): ProblemPlace {
    const { grid } = this
    return { taskId: taskOf(grid, this.#table, row) ?? '', benchmark: benchmarkOf(grid, row) ?? '' }
  }

  mark(row: number, column: number): GridMark {
    const { grid } = this
    const at = row * grid.columns.length + column
    const [made, passed] = [grid.made[at] ?? 0, grid.passed[at] ?? 0]
    if (made === 0) return { look: 'none', text: '·', words: 'no sample' }
    if (made > 1) {
      const look = passed === made ? 'pass' : passed === 0 ? 'fail' : 'part'
      return { look, text: String(passed), words: `${passed} of ${made} pass` }
    }
    const { variant = 0, condition = 0 } = grid.columns[column] ?? {}
    const { benchmark, taskId } = this.problem(row)
    const kind = this.#table.get(cellKey(variant, condition, benchmark), taskId)?.kind
    const isRight = passed === 1
    const words = kind === undefined ? '' : kind !== 'pass' && isRight ? 'base tests pass' : kindWords(kind)
    return { look: isRight ? 'pass' : 'fail', text: isRight ? '✓' : '✗', words }
  }

  counts(row: number): { readonly failures: number; readonly flips: number } {
    return { failures: this.grid.failures[row] ?? 0, flips: this.grid.flips[row] ?? 0 }
  }

  /** Sorts by something; by the same once more, the other way round. Counts begin with the most. */
  orderBy(by: GridOrder): void {
    const isSame = orderKey(by) === orderKey(this.sort.by)
    const first = by === 'failures' || by === 'flips'
    this.sort = { by, descending: isSame ? !this.sort.descending : first }
    this.place = { ...this.place, row: 0 }
  }

  /** Whether the key moved the focus. */
  move(key: string, whole: boolean, page: number): boolean {
    const to = moved(this.active, key, { rows: this.rows.length, columns: this.grid.columns.length + 1, page }, whole)
    if (to === null || this.rows.length === 0) return false
    this.place = to
    return true
  }

  summary(row: number): string {
    const { benchmark, taskId } = this.problem(row)
    return this.#summaries.get(`${benchmark}\n${taskId}`) ?? ''
  }

  /** Fetches the lines of prompts that are looked at. */
  async want(rows: readonly number[]): Promise<void> {
    const { index } = this.#of()
    for (const row of rows) {
      const problem = this.problem(row)
      const key = `${problem.benchmark}\n${problem.taskId}`
      if (this.#summaries.has(key)) continue
      this.#summaries.set(key, '')
      const summary = await index.summary(problem)
      this.#summaries.set(key, summary === problem.taskId ? '' : summary)
    }
  }
}

export function orderKey(by: GridOrder): string {
  return typeof by === 'string' ? by : String(by.column)
}
