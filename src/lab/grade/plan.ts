import type { Problem } from '../../core/benchmarks/types'
import { cancelled, LabError } from '../../core/errors'
import { gradedId } from '../../core/grading/graded-id'
import type { ImportedSample } from '../../core/grading/types'
import type { BuiltProgram } from '../../core/extract'
import type { GradeRequest } from './port'
import { sampleProgram } from './program'

/** One program to judge, and all samples of its task that came to it. */
export interface GradeJob {
  readonly id: string
  readonly problem: Problem
  readonly built: Pick<BuiltProgram, 'program' | 'extracted'>
  readonly samples: readonly ImportedSample[]
}

export interface GradePlan {
  /** In the order of the benchmark, then of the file. */
  readonly jobs: readonly GradeJob[]
  readonly total: number
  readonly missing: readonly string[]
  readonly unknown: readonly string[]
}

/** A page that plans thousands of samples must still answer: it gets a turn this often. */
const TURN_MILLISECONDS = 40

/**
 * Makes the programs of all samples and their ids; `onSound` is called once what was asked for is there. Throws LabError
 * `usage` for a task that is not.
 */
export async function planGrading(request: GradeRequest, signal: AbortSignal, onSound: () => void): Promise<GradePlan> {
  const { benchmark, samples, options, limits } = request
  const problems = wantedProblems(request)
  onSound()
  const byTask = new Map<string, ImportedSample[]>()
  for (const sample of samples.samples) byTask.set(sample.taskId, [...(byTask.get(sample.taskId) ?? []), sample])
  const jobs: GradeJob[] = []
  let total = 0
  let turn = performance.now()
  for (const problem of problems) {
    const own = new Map<string, { job: Omit<GradeJob, 'samples'>; samples: ImportedSample[] }>()
    for (const sample of [...(byTask.get(problem.taskId) ?? [])].sort((a, b) => a.index - b.index)) {
      const built = sampleProgram(sample, problem, options.extraction)
      const id = gradedId({
        benchmark,
        taskId: problem.taskId,
        program: built.program,
        extracted: built.extracted,
        suites: options.suites,
        limits,
        runtime: __VERSIONS__.pyodide,
      })
      const known = own.get(id)
      if (known === undefined) own.set(id, { job: { id, problem, built }, samples: [sample] })
      else known.samples.push(sample)
      total += 1
      if (performance.now() - turn < TURN_MILLISECONDS) continue
      await new Promise((resolve) => setTimeout(resolve))
      if (signal.aborted) throw cancelled()
      turn = performance.now()
    }
    jobs.push(...Array.from(own.values(), ({ job, samples: of }) => ({ ...job, samples: of })))
  }
  const known = new Set(benchmark.problems.map(({ taskId }) => taskId))
  return {
    jobs,
    total,
    missing: problems.flatMap(({ taskId }) => (byTask.has(taskId) ? [] : [taskId])),
    unknown: [...byTask.keys()].filter((taskId) => !known.has(taskId)),
  }
}

/** The problems of the list asked for, or all, in the order of the benchmark. */
export function wantedProblems({
  benchmark,
  options: { tasks },
}: Pick<GradeRequest, 'benchmark'> & { readonly options: { readonly tasks: readonly string[] | null } }): Problem[] {
  if (tasks === null) return [...benchmark.problems]
  const wanted = new Set(tasks)
  const problems = benchmark.problems.filter(({ taskId }) => wanted.has(taskId))
  if (problems.length === wanted.size) return problems
  const found = new Set(problems.map(({ taskId }) => taskId))
  const absent = [...wanted].filter((taskId) => !found.has(taskId))
  const example = benchmark.problems[0]?.taskId ?? ''
  throw new LabError(
    'usage',
    `${benchmark.id} has no task ${absent.map((taskId) => JSON.stringify(taskId)).join(', ')}.`,
    `Give task ids as the benchmark writes them, e.g. ${example}.`,
  )
}
