import { cellKey } from '../experiment/cells'
import { originalOf } from '../experiment/originals'
import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import type { Suite } from '../metrics/summary'

/** Problems down, cells across: in typed arrays, so that 100,000 samples filter and sort at once. */

export interface GridColumn {
  readonly variant: number
  readonly condition: number
  /** Place of the column of the variant's original under the same condition; its own for an original. */
  readonly original: number
}

export interface Grid {
  /** Conditions outermost, then variants: what is compared stands together. */
  readonly columns: readonly GridColumn[]
  readonly benchmarks: readonly string[]
  /** By row: place in `benchmarks`, and place of the problem in the benchmark's file order. */
  readonly benchmark: Uint16Array
  readonly problem: Uint32Array
  readonly rows: number
  /** By row, then by column: samples that passed, and samples that are there. */
  readonly passed: Uint8Array
  readonly made: Uint8Array
  /** By row: columns with a sample that fails, columns that differ from their original's. */
  readonly failures: Uint16Array
  readonly flips: Uint16Array
  /** By row: 1 where conditions differ within a variant. */
  readonly differs: Uint8Array
}

export type GridFilter = 'all' | 'failures' | 'flipped' | 'different'

/** Where a variant and its original differ under a condition. */
export interface GridFocus {
  readonly variant: number
  readonly condition: number
}

export type GridOrder = 'task' | 'failures' | 'flips' | { readonly column: number }

export interface GridSort {
  readonly by: GridOrder
  readonly descending: boolean
}

export interface GridOptions {
  readonly filter: GridFilter
  readonly sort: GridSort
  readonly suite: Suite
  /** Only rows that flipped there; goes before `filter`. */
  readonly focus?: GridFocus | null
  /** Only problems whose id has this in it, whatever its case. */
  readonly search?: string
}

/** The verdicts of a run as a grid. Pure; one pass over the table. */
export function buildGrid(run: RunRecord, table: RunTable, suite: Suite): Grid {
  const columns = run.conditions.flatMap((_, condition) =>
    run.variants.map((_, variant) => ({
      variant,
      condition,
      original: condition * run.variants.length + originalOf(run.variants, variant),
    })),
  )
  const benchmarks = run.benchmarks.map(({ id }) => id).filter((id) => table.tasks.has(id))
  const sizes = benchmarks.map((id) => table.tasks.get(id)?.length ?? 0)
  const rows = sizes.reduce((sum, size) => sum + size, 0)
  const grid: Grid = {
    columns,
    benchmarks,
    benchmark: new Uint16Array(rows),
    problem: new Uint32Array(rows),
    rows,
    passed: new Uint8Array(rows * columns.length),
    made: new Uint8Array(rows * columns.length),
    failures: new Uint16Array(rows),
    flips: new Uint16Array(rows),
    differs: new Uint8Array(rows),
  }
  let start = 0
  benchmarks.forEach((id, place) => {
    const size = sizes[place] ?? 0
    for (let problem = 0; problem < size; problem += 1) {
      grid.benchmark[start + problem] = place
      grid.problem[start + problem] = problem
    }
    columns.forEach(({ variant, condition }, column) => {
      fillColumn(grid, table, cellKey(variant, condition, id), suite, { start, size, column })
    })
    start += size
  })
  countRows(grid)
  return grid
}

interface Stretch {
  readonly start: number
  readonly size: number
  readonly column: number
}

function fillColumn(grid: Grid, table: RunTable, cell: string, suite: Suite, { start, size, column }: Stretch): void {
  const codes = table.columns(cell)
  if (codes === undefined) return
  const width = grid.columns.length
  const { samples } = table
  for (let problem = 0; problem < size; problem += 1) {
    let made = 0
    let passed = 0
    for (let index = 0; index < samples; index += 1) {
      const place = problem * samples + index
      if ((codes.base[place] ?? 0) === 0) continue
      made += 1
      if (table.passed(cell, place, suite) === true) passed += 1
    }
    const at = (start + problem) * width + column
    grid.made[at] = made
    grid.passed[at] = passed
  }
}

function countRows(grid: Grid): void {
  const { columns, made, passed, rows } = grid
  const width = columns.length
  const originals = Uint32Array.from(columns, ({ original }) => original)
  const variants = Uint32Array.from(columns, ({ variant }) => variant)
  const firsts = new Int32Array(Math.max(0, ...variants) + 1)
  for (let row = 0; row < rows; row += 1) {
    const start = row * width
    firsts.fill(-1)
    let failures = 0
    let flips = 0
    let differs = 0
    for (let column = 0; column < width; column += 1) {
      const count = made[start + column] ?? 0
      if (count === 0) continue
      const right = passed[start + column] ?? 0
      if (right < count) failures += 1
      const original = start + (originals[column] ?? 0)
      if ((made[original] ?? 0) > 0 && right !== passed[original]) flips += 1
      const variant = variants[column] ?? 0
      const first = firsts[variant] ?? -1
      if (first === -1) firsts[variant] = right
      else if (first !== right) differs = 1
    }
    grid.failures[row] = failures
    grid.flips[row] = flips
    grid.differs[row] = differs
  }
}

/** Rows of a grid that match, in order: places of rows. Ties keep the order of the file. */
export function chosenRows(grid: Grid, table: RunTable, options: Omit<GridOptions, 'suite'>): Uint32Array {
  const matches = matcher(grid, table, options)
  const kept = new Uint32Array(grid.rows)
  let count = 0
  for (let row = 0; row < grid.rows; row += 1) if (matches(row)) kept[count++] = row
  return sorted(grid, kept.subarray(0, count), options.sort)
}

/** The grid of a run, filtered and sorted. */
export function gridRows(
  run: RunRecord,
  table: RunTable,
  options: GridOptions,
): { readonly grid: Grid; readonly rows: Uint32Array } {
  const grid = buildGrid(run, table, options.suite)
  return { grid, rows: chosenRows(grid, table, options) }
}

function matcher(
  grid: Grid,
  table: RunTable,
  { filter, focus, search = '' }: Omit<GridOptions, 'suite' | 'sort'>,
): (row: number) => boolean {
  const byVerdict = focus === null || focus === undefined ? byFilter(grid, filter) : byFocus(grid, focus)
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return byVerdict
  return (row) => byVerdict(row) && (taskOf(grid, table, row)?.toLowerCase().includes(wanted) ?? false)
}

function byFilter({ failures, flips, differs }: Grid, filter: GridFilter): (row: number) => boolean {
  switch (filter) {
    case 'all':
      return () => true
    case 'failures':
      return (row) => (failures[row] ?? 0) > 0
    case 'flipped':
      return (row) => (flips[row] ?? 0) > 0
    case 'different':
      return (row) => differs[row] === 1
  }
}

function byFocus({ columns, made, passed }: Grid, { variant, condition }: GridFocus): (row: number) => boolean {
  const column = columns.findIndex((one) => one.variant === variant && one.condition === condition)
  const original = columns[column]?.original
  if (original === undefined) return () => false
  const width = columns.length
  return (row) => {
    const [here, there] = [row * width + column, row * width + original]
    return (made[here] ?? 0) > 0 && (made[there] ?? 0) > 0 && passed[here] !== passed[there]
  }
}

/** Largest number that a row may be sorted by, and one more. */
const KEYS = 1 << 16

/** By counting: as many steps as rows, and ties stay in file order. */
function sorted(grid: Grid, rows: Uint32Array, { by, descending }: GridSort): Uint32Array {
  if (by === 'task') return descending ? rows.slice().reverse() : rows.slice()
  const width = grid.columns.length
  const key = (row: number): number => {
    const value =
      by === 'failures'
        ? (grid.failures[row] ?? 0)
        : by === 'flips'
          ? (grid.flips[row] ?? 0)
          : passedKey(grid, row * width + by.column)
    return descending ? KEYS - 1 - value : value
  }
  const starts = new Uint32Array(KEYS + 1)
  for (const row of rows) starts[key(row) + 1] = (starts[key(row) + 1] ?? 0) + 1
  for (let place = 1; place <= KEYS; place += 1) starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0)
  const result = new Uint32Array(rows.length)
  for (const row of rows) {
    const place = key(row)
    const at = starts[place] ?? 0
    result[at] = row
    starts[place] = at + 1
  }
  return result
}

/** What fails first, what passes last, what has no sample after all. */
function passedKey({ made, passed }: Grid, at: number): number {
  return (made[at] ?? 0) === 0 ? 256 : (passed[at] ?? 0)
}

export function taskOf(grid: Grid, table: RunTable, row: number): string | undefined {
  return table.tasks.get(benchmarkOf(grid, row) ?? '')?.[grid.problem[row] ?? 0]
}

export function benchmarkOf(grid: Grid, row: number): string | undefined {
  return grid.benchmarks[grid.benchmark[row] ?? 0]
}
