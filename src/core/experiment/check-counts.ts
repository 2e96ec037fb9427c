import { LabError } from '../errors'
import type { RunRecord } from './record'
import type { RunTable } from './run-table'

/**
 * Counts that do not follow from the verdicts: a run.json that was edited by hand, or whose samples were. Throws LabError
 * `bad-run` naming the cell, what run.json says and what the samples say.
 */
export function checkCounts(run: Pick<RunRecord, 'cells'>, table: RunTable): void {
  for (const cell of run.cells) {
    const counted = count(table, cell.key)
    for (const [name, found] of Object.entries(counted)) {
      const said = cell[name as keyof typeof counted]
      if (said === found) continue
      throw new LabError(
        'bad-run',
        `run.json says ${name} ${said} for ${cell.key}, its samples say ${found}.`,
        'One of them was changed after the run. Ask for the run again, or make it anew from its spec.',
      )
    }
  }
}

function count(table: RunTable, key: string): { n: number; base_passed: number; plus_passed: number } {
  const size = table.columns(key)?.base.length ?? 0
  const counted = { n: 0, base_passed: 0, plus_passed: 0 }
  for (let place = 0; place < size; place += 1) {
    const base = table.passed(key, place, 'base')
    if (base === null) continue
    counted.n += 1
    counted.base_passed += Number(base)
    counted.plus_passed += Number(table.passed(key, place, 'plus') === true)
  }
  return counted
}
