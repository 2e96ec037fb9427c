import type { Benchmark } from '../benchmarks/types'
import { contentId } from '../hash'

export interface GradedWork {
  readonly benchmark: Pick<Benchmark, 'md5' | 'format'>
  readonly taskId: string
  readonly program: string
  /** Whether extraction found the entry point: it decides what a program that does not load is called. */
  readonly extracted: boolean
  readonly suites: 'base' | 'both'
  /** What the judge was made with, so far as it can change a verdict. */
  readonly limits: Readonly<Record<string, number>>
  /** Version of Pyodide. */
  readonly runtime: string
}

/** To be raised when the judge gives other verdicts for equal work: what was graded before is then graded anew. */
const JUDGE = 2

/** Id of a graded program: equal for equal work, whatever the files are called and however the program was made. */
export function gradedId({ benchmark, taskId, program, extracted, suites, limits, runtime }: GradedWork): string {
  const { md5, format } = benchmark
  return contentId({ version: JUDGE, benchmark: { md5, format }, taskId, program, extracted, suites, limits, runtime })
}
