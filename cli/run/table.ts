import { conditionLabel, seedsLabel, variantLabel } from '../../src/core/experiment/labels'
import type {
  CellRecord,
  DropRecord,
  RobustnessRecord,
  RunRecord,
  WorstOfSeedsRecord,
} from '../../src/core/experiment/record'
import type { Suite } from '../arguments'

const COLUMNS = ['', 'n', 'base', 'plus', 'drop', '95 %', '-/+', 'p', 'loss', '95 %', '-/+', 'p', 'RRS']

/**
 * The result for people: per benchmark and variant a line for each condition. Percentages of problems; drop is clean
 * minus perturbed, loss is the first variant minus this one; -/+ are problems lost and gained, p is exact McNemar.
 */
export function resultTable(run: RunRecord, suite: Suite): string {
  const lines: string[] = []
  for (const { id, n } of run.benchmarks) {
    lines.push(`${id}, ${n} problems, greedy; drop, loss and RRS by the ${suite} tests`)
    const rows: string[][] = [COLUMNS]
    run.variants.forEach((variant, place) => {
      rows.push([variantLabel(variant)])
      for (const cell of run.cells) {
        if (cell.variant !== place || cell.benchmark !== id) continue
        const condition = run.conditions[cell.condition]
        rows.push([
          `  ${condition === undefined ? cell.key : conditionLabel(condition)}${baselineText(run, cell, suite)}`,
          ...cellColumns(run, cell, suite),
        ])
      }
    })
    lines.push(...aligned(rows), '', ...worstOfSeeds(run, id, suite))
  }
  return lines.join('\n').trimEnd()
}

const WORST_COLUMNS = ['', 'n', 'pass@1', 'RP', 'RD', 'RR', 'attack success']

/** ReCode's metrics of the worst seed, where conditions differ in nothing else; all in percent. */
function worstOfSeeds(run: RunRecord, benchmark: string, suite: Suite): string[] {
  const records = (run.worst_of_seeds ?? []).filter((one) => one.benchmark === benchmark && one.suite === suite)
  if (records.length === 0) return []
  const rows: string[][] = [WORST_COLUMNS]
  run.variants.forEach((variant, place) => {
    rows.push([variantLabel(variant)])
    for (const record of records) if (record.variant === place) rows.push(worstColumns(run, record))
  })
  return [`${benchmark}, worst of the seeds, by the ${suite} tests`, ...aligned(rows), '']
}

function worstColumns(run: RunRecord, record: WorstOfSeedsRecord): string[] {
  const conditions = record.conditions.flatMap((place) => run.conditions[place] ?? [])
  const shares = [record.pass, record.robust_pass, record.robust_drop, record.robust_relative, record.attack_success]
  return [
    `  ${seedsLabel(conditions)}`,
    String(record.n),
    ...shares.map((share) => (share === null ? '-' : percent(share))),
  ]
}

/** Where the drop is not counted from the clean condition. */
function baselineText(run: RunRecord, cell: CellRecord, suite: Suite): string {
  const drop = run.drops.find((one) => one.cell === cell.key && one.suite === suite)
  const from = run.cells.find(({ key }) => key === drop?.against)
  const condition = from === undefined ? undefined : run.conditions[from.condition]
  if (condition === undefined || (condition.prompt === null && condition.weights === null)) return ''
  return ` (drop from ${conditionLabel(condition)}, on the ${drop?.n ?? 0} that both changed)`
}

function cellColumns(run: RunRecord, cell: CellRecord, suite: Suite): string[] {
  const find = (records: readonly DropRecord[]) => records.find((one) => one.cell === cell.key && one.suite === suite)
  const score = run.robustness.find(
    (one) =>
      one.variant === cell.variant &&
      one.condition === cell.condition &&
      one.benchmark === cell.benchmark &&
      one.suite === suite,
  )
  return [
    String(cell.n),
    percent(cell.base_passed / cell.n),
    percent(cell.plus_passed / cell.n),
    ...comparison(find(run.drops)),
    ...comparison(find(run.losses)),
    score === undefined ? '' : robustnessText(score),
  ]
}

function comparison(record: DropRecord | undefined): string[] {
  if (record === undefined) return ['', '', '', '']
  const { drop, low, high, lost, gained, mcnemar_p } = record
  return [points(drop), `[${points(low)}, ${points(high)}]`, `${lost}/${gained}`, probability(mcnemar_p)]
}

/** RRS is a number only where both drops are positive; otherwise who lost less. */
function robustnessText({ outcome, rrs, low, high }: RobustnessRecord): string {
  if (outcome !== 'ratio' || rrs === null) return outcome.replace('-', ' ')
  const interval = low === null || high === null ? '' : ` [${low.toFixed(2)}, ${high.toFixed(2)}]`
  return `${rrs.toFixed(2)}${interval}`
}

export const percent = (share: number) => (Number.isFinite(share) ? (100 * share).toFixed(1) : '-')
export const points = (share: number) => {
  const text = (100 * share).toFixed(1)
  return text === '-0.0' ? '0.0' : text
}
export const probability = (p: number) => (p < 0.001 ? '<.001' : p.toFixed(3))

/** First column to the left, numbers to the right. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    widths
      .map((width, column) => (column === 0 ? (row[column] ?? '').padEnd(width) : (row[column] ?? '').padStart(width)))
      .join('  ')
      .trimEnd(),
  )
}
