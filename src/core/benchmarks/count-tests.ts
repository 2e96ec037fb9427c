import type { Benchmark, Suite } from './types'

/** Tests of one suite. */
export function testCount(suite: Suite): number {
  return suite.kind === 'program' ? suite.tests.length : suite.inputs.length
}

/** Tests of all problems together; `plus` is null where no problem has plus tests. */
export function countTests({ problems }: Benchmark): { readonly base: number; readonly plus: number | null } {
  const plus = problems.flatMap((problem) => (problem.plus === null ? [] : [testCount(problem.plus)]))
  return {
    base: problems.reduce((sum, { base }) => sum + testCount(base), 0),
    plus: plus.length === 0 ? null : plus.reduce((sum, count) => sum + count, 0),
  }
}
