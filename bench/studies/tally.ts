import type { BenchRow } from '../row.ts'

/** Ends of an interval; null where it has no limit. */
export interface Ends {
  readonly low: number | null
  readonly high: number | null
}

/** A share of studies, as a bench row and as a line of the table. */
export interface Measured extends BenchRow {
  readonly place: string
  readonly statistic: string
  readonly total: number
  readonly studies: number
  /** Of `ours`, in points. */
  readonly standardError: number
  /** Points of studies whose interval lies wholly above and wholly below the truth; null for tests. */
  readonly above: number | null
  readonly below: number | null
  /** Points of studies that have no interval and do not count. */
  readonly undefinedShare: number
}

/** Counts over simulated studies how often an interval holds the truth. */
export class Tally {
  private held = 0
  private above = 0
  private below = 0
  private absent = 0

  add(truth: number, interval: Ends | null): void {
    if (interval === null) this.absent += 1
    else if (interval.low !== null && truth < interval.low - 1e-12) this.above += 1
    else if (interval.high !== null && truth > interval.high + 1e-12) this.below += 1
    else this.held += 1
  }

  measured(place: string, statistic: string, total: number): Measured {
    const studies = this.held + this.above + this.below
    return {
      ...share({ place, statistic, total, count: this.held, studies, nominal: 95 }),
      above: (100 * this.above) / studies,
      below: (100 * this.below) / studies,
      undefinedShare: (100 * this.absent) / (studies + this.absent),
    }
  }
}

/** A share of studies with its Monte Carlo standard error, against what it should be. */
export function share(counted: {
  readonly place: string
  readonly statistic: string
  readonly total: number
  readonly count: number
  readonly studies: number
  readonly nominal: number
}): Measured {
  const { place, statistic, total, count, studies, nominal } = counted
  const part = count / studies
  const standardError = 100 * Math.sqrt((part * (1 - part)) / studies)
  return {
    what: `${statistic}, n = ${total}, ${place}, ${studies} studies, standard error ${standardError.toFixed(2)}`,
    ours: 100 * part,
    theirs: nominal,
    ratio: (100 * part) / nominal,
    unit: '%',
    goal: null,
    met: null,
    place,
    statistic,
    total,
    studies,
    standardError,
    above: null,
    below: null,
    undefinedShare: 0,
  }
}
