import { expect, test } from 'vitest'
import { cellKey } from '../experiment/cells'
import { originalOf } from '../experiment/originals'
import { buildGrid, chosenRows, gridRows, taskOf, type GridFilter, type GridSort } from './grid'
import { attack, noise, syntheticRun } from './testing'

const { run, table } = syntheticRun({
  problems: 30,
  conditions: [{}, attack('char'), noise('gaussian', 0.003)],
  benchmarks: ['sham', 'other'],
  // Most pass everywhere, and a few problems fail everywhere, so that each filter leaves others out.
  chance: ({ problem, scheme }) => (problem % 10 === 3 ? 0 : problem % 10 === 4 ? Number(scheme === 1) : 0.95),
})
const BY_TASK: GridSort = { by: 'task', descending: false }
const rowsOf = (filter: GridFilter, sort = BY_TASK) => gridRows(run, table, { filter, sort, suite: 'plus' })

/** Written for plainness: asks the table for every sample. */
function expected(filter: GridFilter): string[] {
  return run.benchmarks.flatMap(({ id }) =>
    (table.tasks.get(id) ?? []).filter((_, place) => {
      const passed = (variant: number, condition: number) =>
        table.passed(cellKey(variant, condition, id), place, 'plus')
      const places = run.variants.flatMap((_, variant) =>
        run.conditions.map((_, condition) => [variant, condition] as const),
      )
      switch (filter) {
        case 'all':
          return true
        case 'failures':
          return places.some(([variant, condition]) => passed(variant, condition) === false)
        case 'flipped':
          return places.some(
            ([variant, condition]) =>
              passed(variant, condition) !== passed(originalOf(run.variants, variant), condition),
          )
        case 'different':
          return run.variants.some(
            (_, variant) => new Set(run.conditions.map((_, condition) => passed(variant, condition))).size > 1,
          )
      }
    }),
  )
}

test.each(['all', 'failures', 'flipped', 'different'] as const)(
  '%s are the rows that they are said to be',
  (filter) => {
    const { grid, rows } = rowsOf(filter)
    expect([...rows].map((row) => taskOf(grid, table, row))).toEqual(expected(filter))
  },
)

test('filters leave something out, or the test above shows nothing', () => {
  const counts = (['all', 'failures', 'flipped', 'different'] as const).map((filter) => rowsOf(filter).rows.length)
  expect(counts[0]).toBe(60)
  expect(counts[1]).toBeLessThan(60)
  expect(counts[2]).toBeLessThan(counts[1] ?? 0)
  expect(counts[3]).toBeLessThan(counts[2] ?? 0)
})

test('sorts by counts and by a column, both ways, ties in file order', () => {
  const { grid, rows } = rowsOf('all', { by: 'failures', descending: true })
  const order = [...rows]
  const before = (key: (row: number) => number) =>
    [...Array(grid.rows).keys()].sort((one, other) => key(one) - key(other) || one - other)
  expect(order).toEqual(before((row) => -(grid.failures[row] ?? 0)))
  const column = 4
  const byColumn = [...chosenRows(grid, table, { filter: 'all', sort: { by: { column }, descending: false } })]
  expect(byColumn).toEqual(before((row) => grid.passed[row * grid.columns.length + column] ?? 0))
  expect([...rowsOf('all', { by: 'task', descending: true }).rows]).toEqual([...rowsOf('all').rows].reverse())
})

test('a focus shows the flips of one cell against the original of its own family', () => {
  const grid = buildGrid(run, table, 'plus')
  const rows = chosenRows(grid, table, { filter: 'all', sort: BY_TASK, focus: { variant: 4, condition: 1 } })
  const cell = run.cells.filter(({ variant, condition }) => variant === 4 && condition === 1)
  const flips = cell.reduce((sum, { flips }) => sum + (flips?.lost ?? 0) + (flips?.gained ?? 0), 0)
  expect(rows).toHaveLength(flips)
  expect(flips).toBeGreaterThan(0)
})

test('looks for ids whatever their case', () => {
  const grid = buildGrid(run, table, 'plus')
  const rows = chosenRows(grid, table, { filter: 'all', sort: BY_TASK, search: 'OTHER/1' })
  expect([...rows].map((row) => taskOf(grid, table, row))).toContain('Other/1')
  expect(rows).toHaveLength(11)
})

test('several samples a problem count those that passed', () => {
  const several = syntheticRun({ problems: 5, samples: 3, conditions: [{}], models: ['lab/Sham-1B'] })
  const grid = buildGrid(several.run, several.table, 'plus')
  expect([...grid.made]).toEqual(Array(15).fill(3))
  const passed = several.run.cells.reduce((sum, cell) => sum + cell.plus_passed, 0)
  expect([...grid.passed].reduce((sum, one) => sum + one, 0)).toBe(passed)
})
