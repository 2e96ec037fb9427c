import type { Problem } from '../core/benchmarks/types'
import { LabError } from '../core/errors'

export function referenceFailed(problem: Problem, what: string): LabError {
  return new LabError(
    'reference-failed',
    `The reference solution of ${problem.taskId} ${what}.`,
    'The benchmark file is wrong for this problem, or the sandbox is too small for it: run check-benchmark, or leave the problem out.',
  )
}
