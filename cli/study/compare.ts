import { compareRuns, type ComparedSuite, type RunComparison } from '../../src/core/metrics/compare-runs'
import { aligned, percent, points, probability } from '../run/table'
import { several } from '../grade/words'
import type { CompareCommand } from './arguments'
import { openRunAt } from './folder'

/** `shakedown compare A B`. Throws LabError. */
export async function compareCommand({ first, second, suite, json }: CompareCommand): Promise<number> {
  const comparison = compareRuns(await openRunAt(first), await openRunAt(second))
  const result = json ? JSON.stringify({ ok: true, ...comparison }) : comparisonText(comparison, suite)
  process.stdout.write(`${result}\n`)
  return 0
}

const COLUMNS = ['', 'n', 'first', 'second', 'change', '95 %', '-/+', 'p', 'changed']

/** The comparison for people: a line a cell; change is the second run minus the first, in points of pass@1. */
export function comparisonText(comparison: RunComparison, suite: 'base' | 'plus'): string {
  const { first, second, cells, samples, changed } = comparison
  const rows = cells.map(({ variant, condition, benchmark, changed: differing, ...suites }) => {
    const compared = suites[suite]
    return [`${variant} · ${condition} · ${benchmark}`, ...columnsOf(compared), String(differing.length)]
  })
  return [
    `First: ${first.name} (${first.id.slice(0, 12)}). Second: ${second.name} (${second.id.slice(0, 12)}). By the ${suite} tests.`,
    '',
    ...aligned([COLUMNS, ...rows]),
    '',
    `${changed} of ${several(samples, 'sample')} judged differently in ${several(cells.length, 'cell')}.`,
    ...onlyText('first', comparison.only_first.length),
    ...onlyText('second', comparison.only_second.length),
    ...comparison.benchmarks.filter((one) => !one.same_file).map(({ id }) => `The files of ${id} differ.`),
  ].join('\n')
}

function onlyText(which: string, cells: number): string[] {
  return cells === 0 ? [] : [`${several(cells, 'cell')} only in the ${which}.`]
}

function columnsOf(compared: ComparedSuite | null): string[] {
  if (compared === null) return ['0', '', '', '', '', '', '']
  const { n, first_passed, second_passed, drop, low, high, lost, gained, mcnemar_p } = compared
  return [
    String(n),
    percent(first_passed / n),
    percent(second_passed / n),
    points(-drop),
    `[${points(-high)}, ${points(-low)}]`,
    `${lost}/${gained}`,
    probability(mcnemar_p),
  ]
}
