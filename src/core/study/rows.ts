import { cellKey } from '../experiment/cells'
import { seedsLabel, variantLabel } from '../experiment/labels'
import { originalOf } from '../experiment/originals'
import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import type { SentPrompts } from '../experiment/verdict-file'
import { conditionGroups, schemeName } from '../figures/groups'
import { baselineOf } from '../metrics/baseline'
import { cleanCondition, type Suite } from '../metrics/summary'
import type { SeedScheme, TwoLevelOptions } from '../metrics/two-level'

/** What a statistic of a run is computed from. */
export interface StudiedRun {
  readonly run: RunRecord
  readonly table: RunTable
  /** Null where it is not known which prompt was sent; then what is counted from a control is left out. */
  readonly sent: SentPrompts | null
  readonly suite: Suite
  /** Of every bootstrap; left out: BOOTSTRAP_RESAMPLES. */
  readonly resamples?: number | undefined
}

/** Options of the intervals of a row. */
export function rowOptions({ resamples }: StudiedRun, { seeds }: PlacedRow): TwoLevelOptions {
  return resamples === undefined ? { seeds } : { seeds, resamples }
}

/** Which cells a row of a table is about: a variant under one condition, or under those that differ in their seeds only. */
export interface RowPlace {
  readonly variant: number
  readonly variant_label: string
  readonly scheme: string
  readonly conditions: readonly number[]
  readonly condition_label: string
  readonly is_control: boolean
  readonly benchmark: string
}

/** A row with the cells of its arms. */
export interface PlacedRow {
  readonly place: RowPlace
  readonly original: number
  /** Cells of the arm that drops are counted from: the clean condition, or a control (core/metrics/baseline). */
  readonly from: readonly string[]
  readonly cells: readonly string[]
  readonly originalFrom: readonly string[]
  readonly originalCells: readonly string[]
  /** Whether a problem, by its place in the file, is to be counted. */
  readonly keep: (problem: number) => boolean
  readonly seeds: SeedScheme
}

/** A row for each variant, group of conditions and benchmark; the clean condition has none. */
export function placedRows(studied: StudiedRun): PlacedRow[] {
  const { run } = studied
  const { variants, conditions } = run.spec
  const clean = cleanCondition(run.spec)
  if (clean === null) return []
  return variants.flatMap((variant, place) =>
    conditionGroups(conditions).flatMap(({ places, condition, label }) => {
      const baselines = new Set(places.map((one) => baselineOf(conditions, one, clean)))
      const [baseline] = baselines
      if (baselines.size !== 1 || baseline === undefined || baseline === null) return []
      if (baseline !== clean && studied.sent === null) return []
      const original = originalOf(variants, place)
      return run.benchmarks.map(({ id }): PlacedRow => {
        const of = (arm: number, wanted: readonly number[]) => wanted.map((one) => cellKey(arm, one, id))
        return {
          place: {
            variant: place,
            variant_label: variantLabel(variant),
            scheme: schemeName(run, place),
            conditions: places,
            condition_label:
              baseline === clean ? label : `${label} (from ${seedsLabel(conditions.slice(baseline, baseline + 1))})`,
            is_control: condition.prompt?.attack.startsWith('control-') ?? false,
            benchmark: id,
          },
          original,
          from: of(place, [baseline]),
          cells: of(place, places),
          originalFrom: of(original, [baseline]),
          originalCells: of(original, places),
          keep: baseline === clean ? () => true : changed(studied, id, [clean, baseline, ...places]),
          seeds: condition.weights === null ? 'within' : 'crossed',
        }
      })
    }),
  )
}

/** Problems whose prompt under each of the conditions but the first differs from that under the first. */
function changed(
  { table, sent }: StudiedRun,
  benchmark: string,
  [clean = 0, ...others]: readonly number[],
): (problem: number) => boolean {
  const tasks = table.tasks.get(benchmark) ?? []
  return (problem) => {
    const task = tasks[problem] ?? ''
    const before = sent?.hash(clean, benchmark, task)
    return others.every((condition) => sent?.hash(condition, benchmark, task) !== before)
  }
}
