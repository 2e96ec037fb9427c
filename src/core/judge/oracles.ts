import type { Problem } from '../benchmarks/types'
import { pythonEquals } from './compare'
import { isClose, nextTolerance } from './tolerance'
import type { PyValue } from './value'

export interface Comparison {
  readonly input: readonly PyValue[]
  readonly expected: PyValue
  readonly got: PyValue
  /** Absolute tolerance in force for this test, 0 for none. */
  readonly tolerance: number
}

/** Decides one test whose call returned a value. */
export type Oracle = (comparison: Comparison) => boolean

/** EvalPlus's rule for all problems without one of their own: equal, or close where a tolerance is in force. */
export const equalOrClose: Oracle = ({ expected, got, tolerance }) =>
  pythonEquals(got, expected) || (tolerance !== 0 && isClose(got, expected, tolerance))

/**
 * Oracles of single problems, by entry point as EvalPlus keys them (set equality, roots, not-None).
 * The one place to add them; a problem that is not named here is decided by `equalOrClose`.
 */
const ORACLES: ReadonlyMap<string, Oracle> = new Map()

export function oracleOf(problem: Problem): Oracle {
  return ORACLES.get(problem.entryPoint) ?? equalOrClose
}

/** The tolerance for each test of a suite, in order. */
export function tolerances(atol: number, expected: readonly PyValue[]): number[] {
  let tolerance = atol
  return expected.map((value) => (tolerance = nextTolerance(tolerance, value)))
}
