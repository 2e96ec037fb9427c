import type { RunTable } from '../experiment/run-table'
import type { Suite } from '../metrics/summary'
import type { SeededOutcomes } from '../metrics/two-level'

/** Arms that are compared: outcomes of the same problems in the same order, for each seed and sample of a problem. */
export interface PairedArms {
  /** Places of the problems in their file. */
  readonly problems: readonly number[]
  readonly arms: readonly SeededOutcomes[]
}

/**
 * Outcomes of the problems that every one of the cells has in full.
 *
 * @param cells for each arm its cells, all of one benchmark: one, or one for each seed
 * @param keep whether a problem, by its place in the file, is to be counted
 */
export function pairedArms(
  table: RunTable,
  cells: readonly (readonly string[])[],
  suite: Suite,
  keep: (problem: number) => boolean = () => true,
): PairedArms {
  const each = table.samples
  const problems = sharedProblems(table, cells.flat()).filter(keep)
  const seeds = Math.max(...cells.map((arm) => arm.length))
  const arms = cells.map((arm) => {
    // Where an arm without seeds has several samples, they are set against those of every seed.
    const repeated = each > 1 && arm.length < seeds ? Array.from({ length: seeds }, () => arm[0] ?? '') : arm
    return repeated.flatMap((cell) =>
      Array.from({ length: each }, (_, index) =>
        problems.map((problem) => table.passed(cell, problem * each + index, suite) === true),
      ),
    )
  })
  return { problems, arms }
}

/** Problems that every one of the cells has in full, by their places in the file. */
export function sharedProblems(table: RunTable, cells: readonly string[]): number[] {
  const each = table.samples
  const columns = cells.map((cell) => table.columns(cell)?.base)
  const count = Math.floor(Math.min(...columns.map((column) => column?.length ?? 0)) / each)
  const problems: number[] = []
  for (let problem = 0; problem < count; problem += 1) {
    const isThere = columns.every((column) => column?.subarray(problem * each, (problem + 1) * each).every(Boolean))
    if (isThere) problems.push(problem)
  }
  return problems
}
