import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import { publishedRrs } from '../metrics/published-rrs'
import type { Robustness } from '../metrics/robustness'
import type { Suite } from '../metrics/summary'
import { attackGroups, quantizedSchemes, schemeName, variantGroups, type ConditionGroup } from './groups'
import type { ModelName } from './model-name'
import { scoreInterval } from './numbers'
import { groupRobustness } from './robustness-of'

/** Table I of the paper for one quantized scheme: originals down, benchmark and suite and attack across. */
export interface TableOne {
  readonly scheme: string
  /** Benchmark and suite, each over as many columns as there are conditions. */
  readonly heads: readonly TableOneHead[]
  readonly conditions: readonly ConditionGroup[]
  readonly rows: readonly TableOneRow[]
}

export interface TableOneHead {
  readonly benchmark: string
  readonly suite: Suite
  /** "MBPP", and "MBPP+" for the plus tests. */
  readonly title: string
}

export interface TableOneRow {
  readonly model: ModelName
  /** Place of the original, and of the variant with the table's scheme. */
  readonly original: number
  readonly variant: number
  /** By head, then by condition; null where it was not compared. */
  readonly cells: readonly (TableOneCell | null)[]
}

export interface TableOneCell {
  readonly variant: number
  readonly head: TableOneHead
  readonly group: ConditionGroup
  readonly robustness: Robustness
}

export interface TableOneOptions {
  /** With the controls, which should change nothing. */
  readonly controls?: boolean
  /** The table of this scheme alone: intervals over several seeds take their time. */
  readonly scheme?: string
}

/** A table for each quantized scheme of the run, in the order of the spec; none without an attack. */
export function tablesOne(run: RunRecord, table: RunTable, options: TableOneOptions = {}): TableOne[] {
  const conditions = attackGroups(run.conditions, options.controls)
  if (conditions.length === 0) return []
  const heads = run.benchmarks.flatMap(({ id }) =>
    suitesOf(run, table, id).map((suite) => ({ benchmark: id, suite, title: suite === 'base' ? id : `${id}+` })),
  )
  const schemes = quantizedSchemes(run).filter((one) => options.scheme === undefined || one === options.scheme)
  return schemes.flatMap((scheme) => {
    const rows = variantGroups(run).flatMap(({ original, variants, name }) =>
      variants
        .filter((variant) => schemeName(run, variant) === scheme)
        .map((variant) => ({ model: name, original, variant, cells: cellsOf(run, table, variant, heads, conditions) })),
    )
    return rows.length === 0 ? [] : [{ scheme, heads, conditions, rows }]
  })
}

function cellsOf(
  run: RunRecord,
  table: RunTable,
  variant: number,
  heads: readonly TableOneHead[],
  conditions: readonly ConditionGroup[],
): (TableOneCell | null)[] {
  return heads.flatMap((head) =>
    conditions.map((group) => {
      const robustness = groupRobustness(run, table, { variant, group, suite: head.suite, benchmark: head.benchmark })
      return robustness === null ? null : { variant, head, group, robustness }
    }),
  )
}

/** Both suites, or the base suite alone where the benchmark has no plus tests. */
function suitesOf(run: RunRecord, table: RunTable, benchmark: string): Suite[] {
  const cells = run.cells.filter((cell) => cell.benchmark === benchmark)
  const judged = cells.filter(({ key }) => table.columns(key)?.base.some((code) => code !== 0) === true)
  const hasPlus = judged.some(({ key }) => table.columns(key)?.plus.some((code) => code !== 0) === true)
  return judged.length > 0 && !hasPlus ? ['base'] : ['base', 'plus']
}

/** How a cell is printed: the number, where there is one, and the arrow towards whoever held up better. */
export interface CellText {
  /** "1.333"; empty where the ratio is not defined. */
  readonly number: string
  /** `down`: the quantized model held up better, `up`: the original, as in the paper. */
  readonly arrow: 'down' | 'up' | 'equal'
  readonly sign: '↓' | '↑' | '='
  /** "0.31 to 1.80"; empty without a number. */
  readonly interval: string
  /** The same in words, for those who do not see arrows. */
  readonly words: string
}

const SIGNS = { down: '↓', up: '↑', equal: '=' } as const
const WORDS = {
  down: 'the quantized model held up better',
  up: 'the original held up better',
  equal: 'both held up alike',
} as const

/** By the sign table: a number only where both lost. */
export function cellText(robustness: Robustness): CellText {
  const { original_drop: original, variant_drop: variant, rrs, low, high } = robustness
  const arrow = original === variant ? 'equal' : original > variant ? 'down' : 'up'
  const number = rrs === null ? '' : rrs.toFixed(3)
  return { number, arrow, sign: SIGNS[arrow], interval: scoreInterval(low, high), words: WORDS[arrow] }
}

/** As the paper prints it, whatever the signs (core/metrics/published-rrs). */
export function publishedText({ original_drop, variant_drop }: Robustness): CellText & { readonly sound: boolean } {
  const { text, arrow, sound } = publishedRrs(original_drop, variant_drop)
  const number = /^[\d.]+/.exec(text)?.[0] ?? ''
  return { number, arrow, sign: SIGNS[arrow], interval: '', words: WORDS[arrow], sound }
}

/** How many cells favour which side, as the paper counts them. */
export function tally(tables: readonly TableOne[]): { down: number; up: number; equal: number } {
  const counts = { down: 0, up: 0, equal: 0 }
  for (const { rows } of tables) {
    for (const { cells } of rows)
      for (const cell of cells) if (cell !== null) counts[cellText(cell.robustness).arrow] += 1
  }
  return counts
}
