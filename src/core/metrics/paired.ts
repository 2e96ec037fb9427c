import { LabError } from '../errors'

/** Whether each problem passed; arrays that are compared hold the same problems in the same order. */
export type Outcomes = readonly boolean[]

/** The number of problems of outcomes that are paired. @throws LabError `internal` for different or no problems */
export function pairedCount(first: Outcomes, ...others: readonly Outcomes[]): number {
  if (first.length === 0) throw misuse('There is no problem to count.')
  for (const other of others) {
    if (other.length !== first.length) throw misuse(`${first.length} and ${other.length} outcomes are not paired.`)
  }
  return first.length
}

/** How many passed. */
export function passes(outcomes: Outcomes): number {
  return outcomes.reduce((count, passed) => count + Number(passed), 0)
}

export function misuse(message: string): LabError {
  return new LabError('internal', message, 'This is a bug in Shakedown. Please report it with the message above.')
}
