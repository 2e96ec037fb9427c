import { flips } from './flips'
import { misuse, passes, type Outcomes } from './paired'

/** How much runs differ that should not: repeated, or with a change that means nothing (another batch size or engine). */
export interface NoiseFloor {
  readonly runs: number
  readonly problems: number
  /** Mean share of problems whose verdict differs between two of the runs, over all pairs of runs. */
  readonly flipShare: number
  /**
   * Where no verdict differs: the largest share of flips that shows none in n problems with a chance of 5 %,
   * 1 - 0.05^(1/n) (exact one-sided 95 % bound; about 3/n). Null where some do. Further runs without a flip are not
   * counted as further problems, since they are not independent of the first.
   */
  readonly flipShareBound: number | null
  /** Largest absolute difference in pass@1 between two of the runs, as a fraction. */
  readonly largestDifference: number
}

/**
 * A difference between two arms that is no larger than the floor says nothing, whatever its p-value over problems.
 *
 * @param runs outcomes of the same problems in the same order, two runs or more
 * @throws LabError `internal` for fewer, or for runs that are not paired
 */
export function noiseFloor(runs: readonly Outcomes[]): NoiseFloor {
  const problems = runs[0]?.length ?? 0
  if (runs.length < 2) throw misuse('A noise floor needs two runs or more.')
  let flipped = 0
  let pairs = 0
  runs.forEach((first, place) => {
    for (const second of runs.slice(place + 1)) {
      const { lost, gained } = flips(first, second)
      flipped += lost + gained
      pairs += 1
    }
  })
  const passed = runs.map(passes)
  return {
    runs: runs.length,
    problems,
    flipShare: flipped / pairs / problems,
    flipShareBound: flipped === 0 ? unseenShare(problems) : null,
    largestDifference: (Math.max(...passed) - Math.min(...passed)) / problems,
  }
}

/** Exact one-sided 95 % upper bound of a share of which nothing was seen in `total` problems: 1 - 0.05^(1/total). */
export function unseenShare(total: number): number {
  return 1 - 0.05 ** (1 / total)
}
