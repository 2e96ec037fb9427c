import type { DropRecord } from '../experiment/record'
import { passed, type JudgedSample } from './summary'

/** The problems behind a comparison's numbers, in file order of the samples. */
export interface FlippedProblems {
  readonly cell: string
  readonly against: string
  /** Task ids that passed in `against` and fail in `cell`. */
  readonly lost: readonly string[]
  /** Task ids that failed in `against` and pass in `cell`. */
  readonly gained: readonly string[]
}

/** Which problems flipped in a drop or a loss; one sample a problem in each cell (index 0 of several). */
export function flippedProblems(
  comparison: Pick<DropRecord, 'cell' | 'against' | 'suite'>,
  samples: readonly JudgedSample[],
): FlippedProblems {
  const { cell, against, suite } = comparison
  const before = new Map<string, boolean>()
  for (const sample of samples) {
    if (sample.cell === against && sample.index === 0) before.set(sample.task_id, passed(sample, suite))
  }
  const lost: string[] = []
  const gained: string[] = []
  for (const sample of samples) {
    if (sample.cell !== cell || sample.index !== 0) continue
    const was = before.get(sample.task_id)
    const is = passed(sample, suite)
    if (was === true && !is) lost.push(sample.task_id)
    if (was === false && is) gained.push(sample.task_id)
  }
  return { cell, against, lost, gained }
}
