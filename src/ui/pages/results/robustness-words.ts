import { assertNever } from '../../../core/errors'
import type { RobustnessRecord } from '../../../core/experiment/record'

/** RRS as a number only where both drops are positive; otherwise the row of the sign table in words. */
export function robustnessWords(record: RobustnessRecord, variant: string, original: string): string {
  switch (record.outcome) {
    case 'ratio':
      return record.rrs === null ? '–' : record.rrs.toFixed(2)
    case 'variant-better':
      return `${variant} held up better`
    case 'original-better':
      return `${original} held up better`
    case 'equal':
      return 'equal'
    default:
      return assertNever(record.outcome)
  }
}

/** "0.31 to 1.80"; an open end where the interval has no upper limit. Null where there is no ratio. */
export function robustnessInterval(record: RobustnessRecord): string | null {
  if (record.rrs === null || record.low === null) return null
  return record.high === null
    ? `${record.low.toFixed(2)} and above`
    : `${record.low.toFixed(2)} to ${record.high.toFixed(2)}`
}
