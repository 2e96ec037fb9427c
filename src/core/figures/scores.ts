import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import type { Robustness } from '../metrics/robustness'
import type { Suite } from '../metrics/summary'
import { schemeName, variantGroups, type ConditionGroup } from './groups'
import type { ModelName } from './model-name'
import { groupRobustness } from './robustness-of'

/** Figure 5 of the paper: RRS by model and scheme, under one condition. */
export interface ScoreRow {
  readonly model: ModelName
  readonly variant: number
  readonly scheme: string
  readonly original: string
  readonly robustness: Robustness
}

export function scoreRows(
  run: RunRecord,
  table: RunTable,
  group: ConditionGroup,
  suite: Suite,
  benchmark: string,
): ScoreRow[] {
  return variantGroups(run).flatMap(({ variants, name, scheme: original }) =>
    variants.flatMap((variant): ScoreRow[] => {
      const robustness = groupRobustness(run, table, { variant, group, suite, benchmark })
      return robustness === null
        ? []
        : [{ model: name, variant, scheme: schemeName(run, variant), original, robustness }]
    }),
  )
}
