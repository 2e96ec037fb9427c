import type { FigureTable } from '../figures/figure'
import { percent, points, probability } from '../figures/numbers'
import type { RunComparison } from '../metrics/compare-runs'
import type { Suite } from '../metrics/summary'

/** Two runs as a table: a row a cell that both have; differences are second minus first. */
export function comparisonTable({ cells }: RunComparison, suite: Suite): FigureTable {
  return {
    columns: [
      ...['Weights', 'Condition', 'Benchmark', 'n', 'First', 'Second', 'Difference, points', '95 %'],
      ...['Lost', 'Gained', 'McNemar p', 'Judged differently'],
    ],
    rows: cells.map((cell) => {
      const { variant, condition, benchmark, changed } = cell
      const result = cell[suite]
      if (result === null) return [variant, condition, benchmark, '0', ...Array<string>(8).fill('–')]
      return [
        variant,
        condition,
        benchmark,
        String(result.n),
        percent(result.first_passed / result.n),
        percent(result.second_passed / result.n),
        points(-result.drop),
        `${points(-result.high)} to ${points(-result.low)}`,
        String(result.lost),
        String(result.gained),
        probability(result.mcnemar_p),
        String(changed.length),
      ]
    }),
  }
}
