import { cellKey } from '../experiment/cells'
import { variantLabel } from '../experiment/labels'
import { noiseFloor } from '../metrics/noise-floor'
import { cleanCondition } from '../metrics/summary'
import { pairedArms } from './arms'
import type { StudiedRun } from './rows'

/** Asks for the clean prompts once more (core/attacks/control). */
export const IDENTITY_CONTROL = 'control-identity'

/** What differs between identical runs of a variant: a difference no larger says nothing. */
export interface FloorRow {
  readonly variant_label: string
  readonly benchmark: string
  /** The clean run and its repetitions. */
  readonly runs: number
  readonly n: number
  readonly flip_share: number
  /** Where nothing flips: the largest share of flips that shows none in n problems with a chance of 5 %. */
  readonly flip_share_bound: number | null
  readonly largest_difference: number
}

/** None where the run has no identical re-runs. */
export function floorRows({ run, table, suite }: StudiedRun): FloorRow[] {
  const clean = cleanCondition(run.spec)
  if (clean === null) return []
  const again = run.spec.conditions.flatMap(({ prompt, weights }, place) =>
    prompt?.attack === IDENTITY_CONTROL && weights === null ? [place] : [],
  )
  if (again.length === 0) return []
  return run.spec.variants.flatMap((variant, place) =>
    run.benchmarks.flatMap(({ id }): FloorRow[] => {
      const cells = [clean, ...again].map((condition) => [cellKey(place, condition, id)])
      const { problems, arms } = pairedArms(table, cells, suite)
      if (problems.length === 0) return []
      // Samples of a problem are set one behind the other.
      const floor = noiseFloor(arms.map((arm) => arm.flat()))
      return [
        {
          variant_label: variantLabel(variant),
          benchmark: id,
          runs: floor.runs,
          n: problems.length,
          flip_share: floor.flipShare,
          flip_share_bound: floor.flipShareBound,
          largest_difference: floor.largestDifference,
        },
      ]
    }),
  )
}
