import { pairedCount, type Outcomes } from './paired'

/** Two arms problem by problem. */
export interface Flips {
  readonly both: number
  /** Passed in the first arm only. */
  readonly lost: number
  /** Passed in the second arm only. */
  readonly gained: number
  readonly neither: number
}

export function flips(first: Outcomes, second: Outcomes): Flips {
  pairedCount(first, second)
  return countFlips(first, second)
}

/** As `flips`, but no problem at all is fine: a run that has just begun. */
export function countFlips(first: Outcomes, second: Outcomes): Flips {
  const counts = { both: 0, lost: 0, gained: 0, neither: 0 }
  first.forEach((before, index) => {
    const after = second[index] ?? false
    counts[before ? (after ? 'both' : 'lost') : after ? 'gained' : 'neither'] += 1
  })
  return counts
}
