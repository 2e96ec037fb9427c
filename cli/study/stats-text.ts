import { seedsLabel, variantLabel } from '../../src/core/experiment/labels'
import type { RunRecord } from '../../src/core/experiment/record'
import type { Comparison, DropRow } from '../../src/core/study/comparisons'
import type { DropDifference } from '../../src/core/study/differences'
import type { PassRate } from '../../src/core/study/pass-rates'
import type { Study } from '../../src/core/study/study'
import { aligned, percent, points, probability } from '../run/table'

/** The statistics of a run for people: a table a question, in percent and points. */
export function studyText(run: RunRecord, study: Study): string {
  const unfinished = study.status === 'partial' ? ', not finished' : ''
  const sections = [
    [`${study.name} (${study.id.slice(0, 12)}${unfinished}), by the ${study.suite} tests. Intervals are 95 %.`],
    passSection(study),
    dropSection(study),
    lossSection(study),
    differenceSection(study),
    directionSection(study),
    worstSection(run, study),
    floorSection(study),
    basePlusSection(study),
    NOTES,
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

const NOTES = [
  'p: exact by problem; with one sample a problem it is McNemar’s, for differences of drops the sign test. Holm: the same',
  'over its family, all cells of one scheme, controls left out. Conditions that differ in their seeds only are one row,',
  'their interval is by problem and seed. Sees: the smallest difference that so many problems find with a power of 80 %;',
  '-: too few flips to see anything.',
]

/** A line of a group, then its rows; what the group is called stands once. */
function grouped<T>(rows: readonly T[], groupOf: (row: T) => string, columns: (row: T) => readonly string[]) {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(groupOf(row), [...(groups.get(groupOf(row)) ?? []), row])
  return [...groups].flatMap(([name, members]) => [[name], ...members.map((row) => columns(row))])
}

interface Placed {
  readonly variant_label: string
  readonly condition_label: string
  readonly benchmark: string
}
const groupOf = ({ variant_label, benchmark }: Placed) => `${benchmark}, ${variant_label}`
const interval = (low: number | null, high: number | null, text = points) =>
  low === null && high === null
    ? ''
    : `[${low === null ? 'no limit' : text(low)}, ${high === null ? 'no limit' : text(high)}]`
const seen = (detectable: number | null) => (detectable === null ? '-' : points(detectable))
const holm = (p: number | null) => (p === null ? '' : probability(p))

function passSection({ cells }: Study): string[] {
  if (cells.length === 0) return ['No samples.']
  const ks = cells[0]?.by_k.map(({ k }) => k) ?? []
  const head = ['', 'n', 'pass@1', 'interval', ...ks.flatMap((k) => [`pass@${k}`, `pass^${k}`])]
  const columns = (row: PassRate) => [
    `  ${row.condition_label}`,
    String(row.n),
    percent(row.pass_at_1),
    interval(row.low, row.high, percent),
    ...row.by_k.flatMap(({ pass_at, pass_hat }) => [percent(pass_at), percent(pass_hat)]),
  ]
  return ['What passes', ...aligned([head, ...grouped(cells, groupOf, columns)])]
}

function dropSection({ drops }: Study): string[] {
  if (drops.length === 0) return []
  const head = ['', 'n', 'drop', 'interval', '%drop', 'interval', '-/+', 'p', 'Holm', 'sees']
  const columns = (row: DropRow) => [
    `  ${row.condition_label}`,
    String(row.n),
    points(row.difference),
    interval(row.low, row.high),
    row.relative === null ? '-' : points(row.relative.drop),
    row.relative === null ? '' : interval(row.relative.low, row.relative.high),
    ...tests(row),
  ]
  return ['Drops: clean minus perturbed, in points of pass@1', ...aligned([head, ...grouped(drops, groupOf, columns)])]
}

function lossSection({ losses }: Study): string[] {
  if (losses.length === 0) return []
  const head = ['', 'n', 'loss', 'interval', '-/+', 'p', 'Holm', 'sees']
  const columns = (row: Comparison) => [
    `  ${row.condition_label}`,
    String(row.n),
    points(row.difference),
    interval(row.low, row.high),
    ...tests(row),
  ]
  const title = 'Losses: the original minus the variant under the same condition'
  return [title, ...aligned([head, ...grouped(losses, groupOf, columns)])]
}

function tests({ lost, gained, p, holm_p, detectable }: Comparison): string[] {
  return [`${lost}/${gained}`, probability(p), holm(holm_p), seen(detectable)]
}

function differenceSection({ differences }: Study): string[] {
  if (differences.length === 0) return []
  const head = [
    '',
    'n',
    'original',
    'variant',
    'difference',
    'interval',
    'p',
    'Holm',
    'sees',
    'RRS',
    'interval',
    'paper',
  ]
  const columns = (row: DropDifference) => [
    `  ${row.condition_label}`,
    String(row.n),
    points(row.original_drop),
    points(row.variant_drop),
    points(row.difference),
    interval(row.low, row.high),
    probability(row.p),
    holm(row.holm_p),
    seen(row.detectable),
    row.robustness.rrs === null ? row.robustness.outcome.replace('-', ' ') : row.robustness.rrs.toFixed(2),
    row.robustness.rrs === null ? '' : interval(row.robustness.low, row.robustness.high, (score) => score.toFixed(2)),
    `${row.published.text}${row.published.sound ? '' : ' (wrong way)'}`,
  ]
  const title = 'Drop of the original minus drop of the variant: above 0 the variant holds up better'
  return [title, ...aligned([head, ...grouped(differences, groupOf, columns)])]
}

function directionSection({ directions }: Study): string[] {
  if (directions.length === 0) return []
  const rows = directions.map(({ of, n, wins, losses, ties, p, published }) => [
    of,
    ...[n + ties, wins, losses, ties].map(String),
    probability(p),
    `${published.down}/${published.up}/${published.equal}`,
  ])
  return [
    'Cells in which the variant or the original drops less (sign test; cells share problems, so p is too small)',
    ...aligned([['', 'cells', 'variant', 'original', 'alike', 'p', 'paper ↓/↑/='], ...rows]),
  ]
}

function worstSection(run: RunRecord, { worst_of_seeds: records }: Study): string[] {
  if (records.length === 0) return []
  const rows = grouped(
    records,
    ({ benchmark, variant }) => {
      const made = run.spec.variants[variant]
      return `${benchmark}, ${made === undefined ? '' : variantLabel(made)}`
    },
    (one) => [
      `  ${seedsLabel(one.conditions.flatMap((place) => run.spec.conditions[place] ?? []))}`,
      String(one.n),
      ...[one.pass, one.robust_pass, one.robust_drop, one.robust_relative, one.attack_success].map((share) =>
        share === null ? '-' : percent(share),
      ),
    ],
  )
  return ['Worst of the seeds', ...aligned([['', 'n', 'pass@1', 'RP', 'RD', 'RR', 'attack success'], ...rows])]
}

function floorSection({ floors }: Study): string[] {
  if (floors.length === 0) return []
  const rows = floors.map((row) => [
    `${row.benchmark}, ${row.variant_label}`,
    String(row.n),
    String(row.runs),
    row.flip_share_bound === null ? `${percent(row.flip_share)} %` : `none, at most ${percent(row.flip_share_bound)} %`,
    points(row.largest_difference),
  ])
  return ['Identical re-runs', ...aligned([['', 'n', 'runs', 'flips', 'largest difference'], ...rows])]
}

function basePlusSection({ base_plus }: Study): string[] {
  if (base_plus === null) return []
  const rows = Object.entries({ 'who drops less': base_plus.differences, 'which way it drops': base_plus.drops }).map(
    ([what, { agree, disagree, tied, share }]) => [
      what,
      ...[agree, disagree, tied].map(String),
      share === null ? '-' : `${percent(share)} %`,
    ],
  )
  return [
    'Base and plus tests, cell by cell',
    ...aligned([['', 'agree', 'disagree', 'one is 0', 'agreement'], ...rows]),
  ]
}
