import type { GradedSample, ImportedSample } from '../../../core/grading/types'
import { VERDICT_KINDS, type VerdictKind } from '../../../core/judge/verdict'
import { passed } from '../../../core/metrics/summary'

/** What the page shows of a grading. Pure; a row or a task that did not change keeps its identity from one board to the next. */

export interface SampleRow {
  readonly key: string
  readonly taskId: string
  readonly index: number
  readonly graded: GradedSample | null
}

/** `missing`: no sample for it; `ungraded`: its reference gave no expected values. */
export type TaskState = 'waiting' | 'pass' | 'fail' | 'mixed' | 'missing' | 'ungraded'

export interface TaskCell {
  readonly taskId: string
  readonly state: TaskState
  readonly graded: number
  readonly passed: number
  readonly samples: number
  /** The sample that a press opens: the first that fails, else the first. */
  readonly opens: number
}

export function rowKey(taskId: string, index: number): string {
  return `${index} ${taskId}`
}

/** Rows in the order of the tasks, then of the file. Samples of other tasks have none. */
export function plannedRows(taskIds: readonly string[], samples: readonly ImportedSample[]): SampleRow[] {
  const byTask = grouped(samples, ({ taskId }) => taskId)
  return taskIds.flatMap((taskId) =>
    (byTask.get(taskId) ?? []).map(({ index }) => ({ key: rowKey(taskId, index), taskId, index, graded: null })),
  )
}

export function withGraded(rows: readonly SampleRow[], graded: readonly GradedSample[]): SampleRow[] {
  const fresh = new Map(graded.map((sample) => [rowKey(sample.task_id, sample.index), sample]))
  return rows.map((row) => {
    const sample = fresh.get(row.key)
    return sample === undefined || sample === row.graded ? row : { ...row, graded: sample }
  })
}

/** One cell a task, in the order given. Those equal to one of `before` are the very same objects. */
export function taskCells(
  taskIds: readonly string[],
  rows: readonly SampleRow[],
  ungraded: readonly string[],
  before: readonly TaskCell[] = [],
): TaskCell[] {
  const byTask = grouped(rows, ({ taskId }) => taskId)
  const failed = new Set(ungraded)
  const known = new Map(before.map((cell) => [cell.taskId, cell]))
  return taskIds.map((taskId) => {
    const cell = taskCell(taskId, byTask.get(taskId) ?? [], failed.has(taskId))
    const old = known.get(taskId)
    return old !== undefined && isSame(old, cell) ? old : cell
  })
}

export function gradedOf(rows: readonly SampleRow[]): GradedSample[] {
  return rows.flatMap(({ graded }) => (graded === null ? [] : [graded]))
}

function taskCell(taskId: string, rows: readonly SampleRow[], isUngraded: boolean): TaskCell {
  const graded = gradedOf(rows)
  const right = graded.filter((sample) => passed(sample, 'plus'))
  const wrong = graded.find((sample) => !passed(sample, 'plus'))
  const state = (): TaskState => {
    if (isUngraded) return 'ungraded'
    if (rows.length === 0) return 'missing'
    if (graded.length === 0) return 'waiting'
    if (right.length === graded.length) return 'pass'
    return right.length === 0 ? 'fail' : 'mixed'
  }
  return {
    taskId,
    state: state(),
    graded: graded.length,
    passed: right.length,
    samples: rows.length,
    opens: wrong?.index ?? rows[0]?.index ?? 0,
  }
}

function isSame(a: TaskCell, b: TaskCell): boolean {
  return (
    a.state === b.state &&
    a.graded === b.graded &&
    a.passed === b.passed &&
    a.samples === b.samples &&
    a.opens === b.opens
  )
}

/** Samples of each verdict, in the order of the verdicts; those that none has are left out. */
export function kindCounts(rows: readonly SampleRow[]): { kind: VerdictKind; count: number }[] {
  const counts = new Map<VerdictKind, number>()
  for (const { graded } of rows) if (graded !== null) counts.set(graded.kind, (counts.get(graded.kind) ?? 0) + 1)
  return VERDICT_KINDS.flatMap((kind) => {
    const count = counts.get(kind)
    return count === undefined ? [] : [{ kind, count }]
  })
}

export interface RowFilter {
  /** Empty: all. */
  readonly kinds: readonly VerdictKind[]
  /** Part of a task id, in any case. */
  readonly search: string
}

export function filteredRows(rows: readonly SampleRow[], { kinds, search }: RowFilter): SampleRow[] {
  const wanted = search.trim().toLowerCase()
  return rows.filter(
    ({ taskId, graded }) =>
      (kinds.length === 0 || (graded !== null && kinds.includes(graded.kind))) && taskId.toLowerCase().includes(wanted),
  )
}

function grouped<Item>(items: readonly Item[], nameOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(nameOf(item))
    if (group === undefined) groups.set(nameOf(item), [item])
    else group.push(item)
  }
  return groups
}
