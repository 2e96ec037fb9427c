import { tasksByBenchmark } from '../../core/experiment/plan'
import type { Plan } from '../../core/experiment/plan'
import type { SampleRecord } from '../../core/experiment/record'
import { RunTable, type Judged } from '../../core/experiment/run-table'
import type { SentPrompts } from '../../core/experiment/verdict-file'
import type { JudgedSample } from '../../core/metrics/summary'
import type { Task } from './tasks'

/** What a run keeps in memory of its finished samples: verdicts by id. Their texts are in the store. */
export class Collected {
  readonly #judged = new Map<string, Judged>()

  has(id: string): boolean {
    return this.#judged.has(id)
  }

  add(sample: Pick<SampleRecord, 'id'> & Judged): void {
    const { base_status, plus_status, kind, tokens } = sample
    this.#judged.set(sample.id, { base_status, plus_status, kind, tokens })
  }

  /** Those of the tasks that are finished, each as its cell has it, in the order of the plan. */
  inOrder(plan: Plan, tasks: readonly Task[]): FinishedTask[] {
    const places = new Map(plan.cells.map((cell, place) => [cell.key, place]))
    const placeOf = ({ cell }: Task) => places.get(cell.key) ?? 0
    return [...tasks]
      .sort((a, b) => placeOf(a) - placeOf(b))
      .flatMap((task) => {
        const judged = this.#judged.get(task.id)
        return judged === undefined ? [] : [{ task, judged }]
      })
  }
}

export interface FinishedTask {
  readonly task: Task
  readonly judged: Judged
}

/** As statistics want it. */
export function judgedSample({ task, judged }: FinishedTask): JudgedSample {
  const { cell, job } = task
  return { ...judged, cell: cell.key, task_id: job.problem.taskId, index: job.index, prompt: job.prompt.hash }
}

export function tableOf(plan: Plan, finished: readonly FinishedTask[]): RunTable {
  const cells = plan.cells.map(({ key, benchmark }) => ({ key, benchmark: benchmark.id }))
  const table = new RunTable(cells, tasksByBenchmark(plan), plan.spec.samples)
  for (const { task, judged } of finished) {
    table.set({ ...judged, cell: task.cell.key, task_id: task.job.problem.taskId, index: task.job.index })
  }
  return table
}

/** Which prompt each problem got under each condition; prompts do not depend on the variant. */
export function sentPrompts(plan: Plan): SentPrompts {
  const hashes = new Map<string, string>()
  for (const cell of plan.cells) {
    for (const { problem, prompt } of cell.jobs) {
      const key = `${cell.condition}\n${cell.benchmark.id}\n${problem.taskId}`
      if (!hashes.has(key)) hashes.set(key, prompt.hash)
    }
  }
  return { hash: (condition, benchmark, task) => hashes.get(`${condition}\n${benchmark}\n${task}`) ?? null }
}
