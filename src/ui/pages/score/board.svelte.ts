import type { PlainError } from '../../../core/errors'
import type { GradedSample, ImportedSample } from '../../../core/grading/types'
import { passAtK } from '../../../core/grading/pass-at-k'
import type { VerdictKind } from '../../../core/judge/verdict'
import {
  filteredRows,
  gradedOf,
  kindCounts,
  plannedRows,
  taskCells,
  withGraded,
  type SampleRow,
  type TaskCell,
} from './rows'

export interface UngradedTask {
  readonly taskId: string
  readonly error: PlainError
}

/** Rows of the table on one page of it. */
export const PAGE_SIZE = 50

/** The verdicts of one grading as they come, and what of them a person wants to see. */
export class Board {
  rows = $state.raw<readonly SampleRow[]>([])
  tasks = $state.raw<readonly TaskCell[]>([])
  ungraded = $state.raw<readonly UngradedTask[]>([])
  /** Task ids of samples that the benchmark does not have. */
  unknown = $state.raw<readonly string[]>([])
  kinds = $state.raw<readonly VerdictKind[]>([])
  search = $state('')
  /** Of the table, from 0. */
  page = $state(0)
  readonly counts = $derived(kindCounts(this.rows))
  readonly filtered = $derived(filteredRows(this.rows, { kinds: this.kinds, search: this.search }))
  readonly isFiltered = $derived(this.kinds.length > 0 || this.search.trim() !== '')
  readonly pages = $derived(Math.max(1, Math.ceil(this.filtered.length / PAGE_SIZE)))
  readonly shown = $derived(this.filtered.slice(this.#place * PAGE_SIZE, (this.#place + 1) * PAGE_SIZE))
  /** So far, over the tasks that have a graded sample. */
  readonly passRates = $derived(passAtK(gradedOf(this.rows)))
  readonly missing = $derived(this.tasks.filter(({ state }) => state === 'missing'))
  readonly notExtracted = $derived(this.rows.filter(({ graded }) => graded?.extracted === false).length)

  constructor(
    private readonly taskIds: readonly string[],
    samples: readonly ImportedSample[],
  ) {
    this.rows = plannedRows(taskIds, samples)
    this.#count()
  }

  put(graded: readonly GradedSample[]): void {
    this.rows = withGraded(this.rows, graded)
    this.#count()
  }

  setUnknown(taskIds: readonly string[]): void {
    this.unknown = taskIds
  }

  /** What was graded of a task whose reference failed does not count. */
  setUngraded(taskId: string, error: PlainError): void {
    this.ungraded = [...this.ungraded, { taskId, error }]
    this.rows = this.rows.map((row) => (row.taskId === taskId ? { ...row, graded: null } : row))
    this.#count()
  }

  toggle(kind: VerdictKind): void {
    this.kinds = this.kinds.includes(kind) ? this.kinds.filter((one) => one !== kind) : [...this.kinds, kind]
    this.page = 0
  }

  setSearch(text: string): void {
    this.search = text
    this.page = 0
  }

  showAll(): void {
    this.kinds = []
    this.search = ''
    this.page = 0
  }

  turn(by: number): void {
    this.page = Math.min(this.pages - 1, Math.max(0, this.#place + by))
  }

  /** The row of a task and index, and its neighbours among those shown. */
  find(taskId: string, index: number): { row: SampleRow | null; previous: SampleRow | null; next: SampleRow | null } {
    const row = this.rows.find((one) => one.taskId === taskId && one.index === index) ?? null
    // A row that the filter leaves out is walked from among all.
    const among = row !== null && this.filtered.includes(row) ? this.filtered : this.rows
    const place = row === null ? -1 : among.indexOf(row)
    return { row, previous: among[place - 1] ?? null, next: place < 0 ? null : (among[place + 1] ?? null) }
  }

  get #place(): number {
    return Math.min(this.page, this.pages - 1)
  }

  #count(): void {
    this.tasks = taskCells(
      this.taskIds,
      this.rows,
      this.ungraded.map(({ taskId }) => taskId),
      this.tasks,
    )
  }
}
