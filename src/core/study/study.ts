import type { RunRecord, WorstOfSeedsRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import type { SentPrompts } from '../experiment/verdict-file'
import type { Suite } from '../metrics/summary'
import { basePlusAgreement, type BasePlusAgreement } from './base-plus'
import { dropRows, lossRows, type Comparison, type DropRow } from './comparisons'
import { dropDifferences, type DropDifference } from './differences'
import { directions, type Directions } from './directions'
import { floorRows, type FloorRow } from './floors'
import { passRates, type PassRate } from './pass-rates'
import type { StudiedRun } from './rows'

/** All statistics of a run, from its verdicts; shares of problems, not percent. Seeded: the same run gives the same. */
export interface Study {
  readonly id: string
  readonly name: string
  readonly status: RunRecord['status']
  readonly suite: Suite
  /** Samples a problem. */
  readonly samples: number
  readonly cells: readonly PassRate[]
  readonly drops: readonly DropRow[]
  readonly losses: readonly Comparison[]
  readonly differences: readonly DropDifference[]
  readonly directions: readonly Directions[]
  readonly worst_of_seeds: readonly WorstOfSeedsRecord[]
  readonly floors: readonly FloorRow[]
  /** Null where the benchmarks have no plus tests. */
  readonly base_plus: BasePlusAgreement | null
}

/** @param sent which prompt was sent where; without it drops that are counted from a control are left out */
export function studyOf(run: RunRecord, table: RunTable, suite: Suite, sent: SentPrompts | null = null): Study {
  const studied = { run, table, suite, sent }
  const differences = dropDifferences(studied)
  const drops = dropRows(studied)
  return {
    id: run.id,
    name: run.spec.name,
    status: run.status,
    suite,
    samples: table.samples,
    cells: passRates(studied),
    drops,
    losses: lossRows(studied),
    differences,
    directions: directions(differences),
    worst_of_seeds: (run.worst_of_seeds ?? []).filter((one) => one.suite === suite),
    floors: floorRows(studied),
    base_plus: hasPlus(table) ? agreement(studied, differences, drops) : null,
  }
}

function agreement(
  studied: StudiedRun,
  differences: readonly DropDifference[],
  drops: readonly DropRow[],
): BasePlusAgreement {
  // Only the directions are asked for, not their intervals.
  const other = { ...studied, suite: studied.suite === 'plus' ? ('base' as const) : ('plus' as const), resamples: 1 }
  const pair = <T>(here: readonly T[], there: readonly T[]) =>
    studied.suite === 'plus' ? { base: there, plus: here } : { base: here, plus: there }
  return basePlusAgreement(pair(differences, dropDifferences(other)), pair(drops, dropRows(other)))
}

function hasPlus(table: RunTable): boolean {
  return table.keys.some((key) => table.columns(key)?.plus.some((code) => code !== 0) === true)
}
