import type { RunTable } from '../experiment/run-table'
import type { Outcomes } from '../metrics/paired'
import type { Suite } from '../metrics/summary'

/** Outcomes of the samples that every one of the cells has, in file order: what may be compared. */
export function pairedOutcomes(table: RunTable, cells: readonly string[], suite: Suite): Outcomes[] {
  const places = sharedPlaces(table, cells)
  return cells.map((cell) => places.map((place) => table.passed(cell, place, suite) === true))
}

/** Places (problem times samples plus index) that every one of the cells has a sample at. */
export function sharedPlaces(table: RunTable, cells: readonly string[]): number[] {
  const columns = cells.map((cell) => table.columns(cell))
  const size = Math.min(...columns.map((column) => column?.base.length ?? 0))
  const places: number[] = []
  for (let place = 0; place < size; place += 1) {
    if (columns.every((column) => (column?.base[place] ?? 0) !== 0)) places.push(place)
  }
  return places
}
