import { cellKey } from '../experiment/cells'
import { originalOf } from '../experiment/originals'
import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import { baselineOf } from '../metrics/baseline'
import { countFlips, type Flips } from '../metrics/flips'
import { dropInterval } from '../metrics/intervals'
import { exactMcNemar } from '../metrics/mcnemar'
import type { Estimate } from '../metrics/seeded-intervals'
import { cleanCondition } from '../metrics/summary'
import { sharedPlaces } from './outcomes'
import type { TableOneCell } from './table-one'

/** What stands behind a cell of Table I: both arms, clean against one of its conditions. */
export interface CellDetail {
  /** Place of the condition: one detail for each seed. */
  readonly condition: number
  /** Place of the condition that the drop is counted from: clean, or the control with the same half of the reference. */
  readonly baseline: number
  readonly original: ArmDetail
  readonly variant: ArmDetail
}

export interface ArmDetail {
  readonly variant: number
  /** Clean against perturbed, problem by problem. */
  readonly flips: Flips
  readonly drop: Estimate
  /** Exact McNemar. */
  readonly p: number
  /** Problems that passed clean and fail perturbed, and the other way round; in file order, each once. */
  readonly lost: readonly string[]
  readonly gained: readonly string[]
}

export function cellDetails(run: RunRecord, table: RunTable, cell: TableOneCell): CellDetail[] {
  const clean = cleanCondition(run.spec)
  return cell.group.places.flatMap((condition) => {
    const baseline = baselineOf(run.conditions, condition, clean)
    if (baseline === null) return []
    const arm = (variant: number) => armDetail(table, cell, variant, baseline, condition)
    const [original, variant] = [arm(originalOf(run.variants, cell.variant)), arm(cell.variant)]
    return original === null || variant === null ? [] : [{ condition, baseline, original, variant }]
  })
}

function armDetail(
  table: RunTable,
  { head }: TableOneCell,
  variant: number,
  baseline: number,
  condition: number,
): ArmDetail | null {
  const cells = [baseline, condition].map((place) => cellKey(variant, place, head.benchmark))
  const [from = '', to = ''] = cells
  const places = sharedPlaces(table, cells)
  if (places.length === 0) return null
  const before = places.map((place) => table.passed(from, place, head.suite) === true)
  const after = places.map((place) => table.passed(to, place, head.suite) === true)
  const flips = countFlips(before, after)
  const tasks = table.tasks.get(head.benchmark) ?? []
  const named = (wanted: boolean) => {
    const found = places.filter((_, at) => before[at] === wanted && after[at] !== wanted)
    return [...new Set(found.map((place) => tasks[Math.floor(place / table.samples)] ?? ''))]
  }
  return {
    variant,
    flips,
    drop: { value: (flips.lost - flips.gained) / places.length, ...dropInterval(before, after) },
    p: exactMcNemar(flips.lost, flips.gained),
    lost: named(true),
    gained: named(false),
  }
}
