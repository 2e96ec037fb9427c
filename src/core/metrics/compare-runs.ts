import { conditionLabel, variantLabel } from '../experiment/labels'
import type { CellRecord, DropRecord, RunRecord } from '../experiment/record'
import type { Judged, RunTable } from '../experiment/run-table'
import { canonicalJson } from '../hash'
import { countFlips } from './flips'
import { dropInterval } from './intervals'
import { exactMcNemar } from './mcnemar'
import type { Suite } from './summary'

/** Raised when what a comparison holds changes its meaning. */
export const COMPARISON_VERSION = 1

/** A run as it is compared: the record and its verdicts; an OpenRun is one. */
export interface ComparableRun {
  readonly run: RunRecord
  readonly table: RunTable
}

/** Two runs cell by cell and problem by problem. Plain data; keys as in files. */
export interface RunComparison {
  readonly version: typeof COMPARISON_VERSION
  readonly kind: 'shakedown-comparison'
  readonly first: RunName
  readonly second: RunName
  /** Cells that both runs have, in the order of the first. */
  readonly cells: readonly ComparedCell[]
  readonly only_first: readonly CellName[]
  readonly only_second: readonly CellName[]
  readonly benchmarks: readonly ComparedBenchmark[]
  readonly variants: readonly ComparedVariant[]
  /** Over all cells that both have: samples in both, and how many of them were judged differently in any way. */
  readonly samples: number
  readonly changed: number
}

export interface RunName {
  readonly id: string
  readonly name: string
}

/** What a cell is matched by: labels of its variant and its condition, and the benchmark. */
export interface CellName {
  readonly variant: string
  readonly condition: string
  readonly benchmark: string
  /** In its own run. */
  readonly key: string
}

/** Problems are matched by their ids; whether both files are the same is said. */
export interface ComparedBenchmark {
  readonly id: string
  readonly same_file: boolean
  readonly only_first: readonly string[]
  readonly only_second: readonly string[]
}

/** What a variant costs in either run; null where it was not measured. */
export interface ComparedVariant {
  readonly label: string
  readonly bytes: readonly [number, number]
  readonly tokens_per_second: readonly [number | null, number | null]
}

export interface ComparedCell extends Omit<CellName, 'key'> {
  readonly first_key: string
  readonly second_key: string
  /** Null where the runs share no sample of the cell. */
  readonly base: ComparedSuite | null
  readonly plus: ComparedSuite | null
  /** Samples whose status or kind of verdict differs, in file order. */
  readonly changed: readonly ChangedSample[]
}

/** pass@1 of the first run minus that of the second, paired by sample: above 0 the second run is worse. */
export interface ComparedSuite extends Pick<
  DropRecord,
  'n' | 'drop' | 'low' | 'high' | 'lost' | 'gained' | 'mcnemar_p'
> {
  readonly first_passed: number
  readonly second_passed: number
}

export type JudgedVerdict = Pick<Judged, 'base_status' | 'plus_status' | 'kind'>

export interface ChangedSample {
  readonly task_id: string
  readonly index: number
  readonly first: JudgedVerdict
  readonly second: JudgedVerdict
}

/**
 * Compares two runs. Cells are matched by the label of the variant (the second of two equal ones by its place among
 * them), the whole condition and the benchmark's id; samples by problem and index. Each match gets the paired drop with
 * its 95 % bootstrap interval and the exact McNemar p; what only one run has is listed.
 */
export function compareRuns(first: ComparableRun, second: ComparableRun): RunComparison {
  const others = new Map(namedCells(second.run).map((named) => [named.match, named]))
  const mine = namedCells(first.run)
  const own = new Set(mine.map(({ match }) => match))
  const cells = mine.flatMap(({ match, name }) => {
    const other = others.get(match)
    return other === undefined ? [] : [comparedCell(first.table, second.table, name, other.name.key)]
  })
  return {
    version: COMPARISON_VERSION,
    kind: 'shakedown-comparison',
    first: { id: first.run.id, name: first.run.spec.name },
    second: { id: second.run.id, name: second.run.spec.name },
    cells,
    only_first: mine.filter(({ match }) => !others.has(match)).map(({ name }) => name),
    only_second: [...others.values()].filter(({ match }) => !own.has(match)).map(({ name }) => name),
    benchmarks: comparedBenchmarks(first, second),
    variants: comparedVariants(first.run, second.run),
    samples: cells.reduce((sum, { base }) => sum + (base?.n ?? 0), 0),
    changed: cells.reduce((sum, { changed }) => sum + changed.length, 0),
  }
}

interface NamedCell {
  readonly match: string
  readonly name: CellName
}

function namedCells(run: RunRecord): NamedCell[] {
  const variants = variantNames(run)
  const conditions = run.conditions.map((condition) => ({
    label: conditionLabel(condition),
    text: canonicalJson(condition),
  }))
  return run.cells.map(({ key, variant, condition, benchmark }: CellRecord) => {
    const name = { variant: variants[variant] ?? '', condition: conditions[condition]?.label ?? '', benchmark, key }
    return { match: canonicalJson([name.variant, conditions[condition]?.text ?? '', benchmark]), name }
  })
}

/** Labels of the variants; a label that was there before gets its place among its equals. */
function variantNames({ variants }: Pick<RunRecord, 'variants'>): string[] {
  const seen = new Map<string, number>()
  return variants.map((variant) => {
    const label = variantLabel(variant)
    const place = (seen.get(label) ?? 0) + 1
    seen.set(label, place)
    return place === 1 ? label : `${label} (${place})`
  })
}

function comparedCell(first: RunTable, second: RunTable, name: CellName, secondKey: string): ComparedCell {
  const { variant, condition, benchmark, key: firstKey } = name
  const base: Pairs = { before: [], after: [] }
  const plus: Pairs = { before: [], after: [] }
  const changed: ChangedSample[] = []
  for (const task_id of first.tasks.get(benchmark) ?? []) {
    for (let index = 0; index < first.samples; index += 1) {
      const [place, otherPlace] = [first.place(firstKey, task_id, index), second.place(secondKey, task_id, index)]
      if (place === null || otherPlace === null) continue
      const [one, other] = [first.at(firstKey, place), second.at(secondKey, otherPlace)]
      if (one === null || other === null) continue
      pair(base, first.passed(firstKey, place, 'base'), second.passed(secondKey, otherPlace, 'base'))
      pair(plus, first.passed(firstKey, place, 'plus'), second.passed(secondKey, otherPlace, 'plus'))
      if (!isSame(one, other)) changed.push({ task_id, index, first: verdictOf(one), second: verdictOf(other) })
    }
  }
  return {
    variant,
    condition,
    benchmark,
    first_key: firstKey,
    second_key: secondKey,
    base: comparedSuite(base),
    plus: comparedSuite(plus),
    changed,
  }
}

interface Pairs {
  readonly before: boolean[]
  readonly after: boolean[]
}

function pair({ before, after }: Pairs, first: boolean | null, second: boolean | null): void {
  before.push(first === true)
  after.push(second === true)
}

function isSame(one: JudgedVerdict, other: JudgedVerdict): boolean {
  return one.kind === other.kind && one.base_status === other.base_status && one.plus_status === other.plus_status
}

function verdictOf({ base_status, plus_status, kind }: JudgedVerdict): JudgedVerdict {
  return { base_status, plus_status, kind }
}

function comparedSuite({ before, after }: Pairs): ComparedSuite | null {
  const n = before.length
  if (n === 0) return null
  const { both, lost, gained } = countFlips(before, after)
  const interval = lost + gained === 0 ? { low: 0, high: 0 } : dropInterval(before, after)
  return {
    n,
    first_passed: both + lost,
    second_passed: both + gained,
    drop: (lost - gained) / n,
    ...interval,
    lost,
    gained,
    mcnemar_p: exactMcNemar(lost, gained),
  }
}

function comparedBenchmarks(first: ComparableRun, second: ComparableRun): ComparedBenchmark[] {
  return first.run.benchmarks.flatMap(({ id, md5 }) => {
    const other = second.run.benchmarks.find((one) => one.id === id)
    if (other === undefined) return []
    const [mine, theirs] = [first.table.tasks.get(id) ?? [], second.table.tasks.get(id) ?? []]
    return [{ id, same_file: md5 === other.md5, only_first: without(mine, theirs), only_second: without(theirs, mine) }]
  })
}

function without(some: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others)
  return some.filter((task) => !known.has(task))
}

function comparedVariants(first: RunRecord, second: RunRecord): ComparedVariant[] {
  const names = variantNames(second)
  return variantNames(first).flatMap((label, place) => {
    const other = names.indexOf(label)
    const [one, two] = [first.variants[place], second.variants[other]]
    if (one === undefined || two === undefined) return []
    return [
      { label, bytes: [one.bytes, two.bytes], tokens_per_second: [speedOf(first, place), speedOf(second, other)] },
    ]
  })
}

function speedOf({ timing }: RunRecord, place: number): number | null {
  return timing.tokens_per_second.find(({ variant }) => variant === place)?.value ?? null
}

/** One line for people: "3 of 240 samples were judged differently." */
export function comparisonHeadline(comparison: RunComparison, suite: Suite = 'plus'): string {
  const { cells, samples, changed } = comparison
  if (cells.length === 0) return 'The runs have no cell in common.'
  if (changed === 0) return `All ${samples.toLocaleString('en')} samples that both runs have were judged the same.`
  const flips = cells.reduce((sum, cell) => sum + (cell[suite]?.lost ?? 0) + (cell[suite]?.gained ?? 0), 0)
  return (
    `${changed.toLocaleString('en')} of ${samples.toLocaleString('en')} samples were judged differently; ` +
    `${flips.toLocaleString('en')} of them flipped on the ${suite} tests.`
  )
}
