import { conditionLabel, modelLabel, schemeLabel } from '../experiment/labels'
import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import type { FigureTable } from '../figures/figure'

/** A field as RFC 4180 wants it. */
function field(value: string | number | null | undefined): string {
  const text = value === null || value === undefined ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Rows as RFC 4180, each line ended by CRLF. */
export function csvText(rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

export function figureCsv({ columns, rows }: FigureTable): string {
  return csvText([columns, ...rows])
}

/** What every line of a cell begins with. */
const PLACE = ['cell', 'model', 'scheme', 'condition', 'benchmark'] as const

function placeOf(run: RunRecord, key: string): string[] {
  const cell = run.cells.find((one) => one.key === key)
  const variant = cell && run.variants[cell.variant]
  const condition = cell && run.conditions[cell.condition]
  return [
    key,
    variant === undefined ? '' : modelLabel(variant),
    variant === undefined ? '' : schemeLabel(variant),
    condition === undefined ? '' : conditionLabel(condition),
    cell?.benchmark ?? '',
  ]
}

/** A line a cell: how many passed, and the flips against the original. */
export function cellsCsv(run: RunRecord): string {
  return csvText([
    [...PLACE, 'n', 'base_passed', 'plus_passed', 'both', 'lost', 'gained', 'neither'],
    ...run.cells.map(({ key, n, base_passed, plus_passed, flips }) => [
      ...placeOf(run, key),
      n,
      base_passed,
      plus_passed,
      ...[flips?.both, flips?.lost, flips?.gained, flips?.neither],
    ]),
  ])
}

/** A line a comparison: drops, losses and scores, as fractions. */
export function comparisonsCsv(run: RunRecord): string {
  const differences = (['drop', 'loss'] as const).flatMap((kind) =>
    (kind === 'drop' ? run.drops : run.losses).map((one) => [
      kind,
      ...placeOf(run, one.cell),
      one.against,
      one.suite,
      ...[one.n, one.drop, one.low, one.high, one.lost, one.gained, one.mcnemar_p],
      ...Array<null>(6).fill(null),
    ]),
  )
  const scores = run.robustness.map((one) => {
    const cell = run.cells.find(
      ({ variant, condition, benchmark }) =>
        variant === one.variant && condition === one.condition && benchmark === one.benchmark,
    )
    return [
      'robustness',
      ...placeOf(run, cell?.key ?? ''),
      null,
      one.suite,
      ...Array<null>(7).fill(null),
      ...[one.original_drop, one.variant_drop, one.outcome, one.rrs, one.low, one.high],
    ]
  })
  const head = ['kind', ...PLACE, 'against', 'suite', 'n', 'drop', 'low', 'high', 'lost', 'gained', 'mcnemar_p']
  return csvText([
    [...head, 'original_drop', 'variant_drop', 'outcome', 'rrs', 'rrs_low', 'rrs_high'],
    ...differences,
    ...scores,
  ])
}

/** A line a sample: its verdicts, without its texts. In pieces, since a run may have 100,000 of them. */
export function* verdictsCsv(run: RunRecord, table: RunTable): Generator<string> {
  yield csvText([[...PLACE, 'task_id', 'index', 'base_status', 'plus_status', 'kind', 'tokens']])
  for (const { key, benchmark } of run.cells) {
    const place = placeOf(run, key)
    const rows = (table.tasks.get(benchmark) ?? []).flatMap((task, problem) =>
      Array.from({ length: table.samples }, (_, index) => {
        const judged = table.at(key, problem * table.samples + index)
        if (judged === null) return []
        return [[...place, task, index, judged.base_status, judged.plus_status, judged.kind, judged.tokens]]
      }).flat(),
    )
    yield csvText(rows)
  }
}
