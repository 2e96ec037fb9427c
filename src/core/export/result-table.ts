import { conditionLabel, variantLabel } from '../experiment/labels'
import { isOriginal } from '../experiment/originals'
import type { DropRecord, RunRecord } from '../experiment/record'
import type { FigureTable } from '../figures/figure'
import { percent, points, probability, scoreInterval } from '../figures/numbers'
import { cellText, type TableOne } from '../figures/table-one'
import { publishedText } from '../figures/table-one'
import { shortModel } from '../figures/model-name'
import type { Suite } from '../metrics/summary'

/** The result table of a run as text: a row a cell, with its comparisons. */
export function resultTable(run: RunRecord, suite: Suite): FigureTable {
  const several = run.benchmarks.length > 1
  const rows = run.benchmarks.flatMap(({ id }) =>
    run.conditions.flatMap((condition, place) =>
      run.variants.flatMap((variant, at) => {
        const cell = run.cells.find((one) => one.variant === at && one.condition === place && one.benchmark === id)
        if (cell === undefined) return []
        const mine = (records: readonly DropRecord[]) =>
          records.find((one) => one.cell === cell.key && one.suite === suite)
        const score = run.robustness.find(
          (one) => one.variant === at && one.condition === place && one.benchmark === id && one.suite === suite,
        )
        const passed = suite === 'base' ? cell.base_passed : cell.plus_passed
        return [
          [
            ...(several ? [id] : []),
            conditionLabel(condition),
            `${variantLabel(variant)}${isOriginal(run.variants, at) ? ' (original)' : ''}`,
            String(cell.n),
            percent(passed / Math.max(1, cell.n)),
            ...differenceTexts(mine(run.drops)),
            ...differenceTexts(mine(run.losses)),
            score === undefined ? '–' : scoreText(cellText(score).number, cellText(score).sign),
            (score && scoreInterval(score.low, score.high)) || '–',
          ],
        ]
      }),
    ),
  )
  return {
    columns: [
      ...(several ? ['Benchmark'] : []),
      ...['Condition', 'Weights', 'n', `pass@1 ${suite}`],
      ...['Against clean, points', '95 %', 'p'],
      ...['Against the original, points', '95 %', 'p'],
      ...['RRS', '95 %'],
    ],
    rows,
  }
}

function differenceTexts(record: DropRecord | undefined): string[] {
  if (record === undefined) return ['–', '–', '–']
  return [points(-record.drop), `${points(-record.high)} to ${points(-record.low)}`, probability(record.mcnemar_p)]
}

/** Table I of the paper for one scheme as text: number, arrow, interval in each cell. */
export function tableOneText(table: TableOne, published = false): FigureTable {
  return {
    columns: [
      'Model',
      'Size',
      ...table.heads.flatMap(({ title }) => table.conditions.map(({ label }) => `${title}, ${label}`)),
    ],
    rows: table.rows.map(({ model, cells }) => [
      model.size === '' ? shortModel(model) : model.family,
      model.size,
      ...cells.map((cell) => {
        if (cell === null) return '–'
        const { number, sign, interval } = (published ? publishedText : cellText)(cell.robustness)
        return `${scoreText(number, sign)}${interval === '' ? '' : ` (${interval})`}`
      }),
    ]),
  }
}

function scoreText(number: string, sign: string): string {
  return `${number} ${sign}`.trim()
}
