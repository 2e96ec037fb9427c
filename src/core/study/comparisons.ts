import { cellKey } from '../experiment/cells'
import { variantLabel } from '../experiment/labels'
import { originalOf } from '../experiment/originals'
import { schemeName } from '../figures/groups'
import { seededDrop } from '../metrics/seeded-intervals'
import { cleanCondition } from '../metrics/summary'
import { netBySeed, twoLevelInterval, type SeededOutcomes, type TwoLevelOptions } from '../metrics/two-level'
import { pairedArms } from './arms'
import { detectableFrom, detectablePair } from './detects'
import { withFamilies, type FamilyTest } from './families'
import { netByProblem, problemSignTest } from './net'
import { placedRows, rowOptions, type PlacedRow, type RowPlace, type StudiedRun } from './rows'

/** Two arms paired by problem; shares of problems, the first arm minus the second. */
export interface Comparison extends RowPlace, FamilyTest {
  readonly n: number
  readonly seeds: number
  readonly difference: number
  /** 95 %, by problem; by problem and seed where there are several. */
  readonly low: number
  readonly high: number
  /** Problems that lost more than they gained over the seeds, and the other way. */
  readonly lost: number
  readonly gained: number
  /** Smallest difference that this n finds with a power of 80 %; null where the flips are too few for any. */
  readonly detectable: number | null
}

/** A drop: clean minus perturbed, of one variant. */
export interface DropRow extends Comparison {
  /** Equation 1 of the paper: the drop as a part of what passed clean. Null where nothing did. */
  readonly relative: { readonly drop: number; readonly low: number | null; readonly high: number | null } | null
}

/** Drops of every variant under every group of conditions. */
export function dropRows(studied: StudiedRun): DropRow[] {
  const rows = placedRows(studied).flatMap((row) => {
    const { arms, problems } = pairedArms(studied.table, [row.from, row.cells], studied.suite, row.keep)
    const [clean = [], perturbed = []] = arms
    if (problems.length === 0) return []
    const options = rowOptions(studied, row)
    return [{ ...compared(row.place, clean, perturbed, options), relative: relative(clean, perturbed, options) }]
  })
  return withFamilies(rows, family)
}

/** Losses: the original minus the variant under the same condition, the clean one first. */
export function lossRows(studied: StudiedRun): Comparison[] {
  const rows = [...cleanRows(studied), ...placedRows(studied)].flatMap((row) => {
    if (row.original === row.place.variant) return []
    const { arms, problems } = pairedArms(studied.table, [row.originalCells, row.cells], studied.suite)
    const [original = [], variant = []] = arms
    return problems.length === 0 ? [] : [compared(row.place, original, variant, rowOptions(studied, row))]
  })
  return withFamilies(rows, family)
}

function family({ is_control, scheme }: RowPlace): string | null {
  return is_control ? null : scheme
}

function compared(place: RowPlace, first: SeededOutcomes, second: SeededOutcomes, options: TwoLevelOptions) {
  const seeds = Math.max(first.length, second.length)
  const { value, low, high } = seededDrop(first, second, options)
  const { wins: lost, losses: gained, p } = problemSignTest(netByProblem(first, second))
  const n = first[0]?.length ?? 0
  const detectable = seeds === 1 ? detectablePair(n, lost + gained) : detectableFrom({ low, high })
  return { ...place, n, seeds, difference: value, low, high, lost, gained, p, detectable }
}

function relative(clean: SeededOutcomes, perturbed: SeededOutcomes, options: TwoLevelOptions): DropRow['relative'] {
  const seeds = Math.max(clean.length, perturbed.length)
  const nothing = [(clean[0] ?? []).map(() => false)]
  const passed = netBySeed(clean, nothing, seeds)
  const nets = netBySeed(clean, perturbed, seeds)
  const sum = (values: Int8Array) => values.reduce((total, value) => total + value, 0)
  if (sum(passed) === 0) return null
  const limited = ({ original, variant }: { original: number; variant: number }) =>
    original > 0 ? variant / original : variant < 0 ? Number.NEGATIVE_INFINITY : 0
  const { low, high } = twoLevelInterval(passed, nets, seeds, limited, options)
  const finite = (value: number) => (Number.isFinite(value) ? value : null)
  return { drop: sum(nets) / sum(passed), low: finite(low), high: finite(high) }
}

/** The clean condition as a row, for losses. */
function cleanRows({ run }: StudiedRun): PlacedRow[] {
  const clean = cleanCondition(run.spec)
  if (clean === null) return []
  return run.spec.variants.flatMap((variant, place) =>
    run.benchmarks.map(({ id }): PlacedRow => {
      const original = originalOf(run.spec.variants, place)
      const [own, first] = [[cellKey(place, clean, id)], [cellKey(original, clean, id)]]
      return {
        place: {
          variant: place,
          variant_label: variantLabel(variant),
          scheme: schemeName(run, place),
          conditions: [clean],
          condition_label: 'clean',
          is_control: false,
          benchmark: id,
        },
        original,
        ...{ from: own, cells: own, originalFrom: first, originalCells: first },
        keep: () => true,
        seeds: 'within',
      }
    }),
  )
}
