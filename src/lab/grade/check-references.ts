import type { Benchmark } from '../../core/benchmarks/types'
import type { Judge, ReferenceReport } from '../ports'
import { Pace } from '../run/pace'
import { WorkQueue } from '../run/work-queue'
import { wantedProblems } from './plan'

export interface CheckEvent {
  readonly report: ReferenceReport
  readonly done: number
  readonly total: number
  readonly secondsLeft: number | null
}

export interface CheckRequest {
  readonly benchmark: Benchmark
  /** Task ids; null for all. */
  readonly tasks: readonly string[] | null
  /** References handed to the judge at a time. */
  readonly parallel: number
  readonly signal: AbortSignal
}

/** Has every reference run against its own tests; reports in the order of the benchmark. Throws what the judge throws. */
export async function checkReferences(
  { benchmark, tasks, parallel, signal }: CheckRequest,
  judge: Judge,
  onEvent: (event: CheckEvent) => void,
): Promise<ReferenceReport[]> {
  const problems = wantedProblems({ benchmark, options: { tasks } })
  const reports: ReferenceReport[] = []
  const pace = new Pace()
  const queue = new WorkQueue(parallel)
  let done = 0
  pace.begin()
  for (const [place, problem] of problems.entries()) {
    await queue.room(parallel)
    queue.add(async () => {
      const report = await judge.checkReference(problem, { signal })
      reports[place] = report
      done += 1
      pace.count('reference')
      const total = problems.length
      const rate = pace.rate()
      onEvent({ report, done, total, secondsLeft: rate === null ? null : (total - done) / rate })
    })
  }
  await queue.drain()
  return reports
}
