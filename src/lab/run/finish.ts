import type { Generation } from '../ports'
import type { Making } from './making'
import type { SharedTask } from './tasks'

/** What is graded: of a generation its text and what making it took. */
export type Answer = Pick<Generation, 'text' | 'finish' | 'milliseconds'> & {
  readonly tokens: number
  /** A program of its own, not a continuation of the prompt. */
  readonly isWhole?: boolean
}

/** Puts a generation in the line of those that wait for their verdict. */
export function finishLater(shared: SharedTask, generation: Generation, making: Making): void {
  gradeLater(shared, { ...generation, tokens: generation.tokens.length }, making)
}

/** Judges and stores one sample beside what goes on, then tells all cells that wait for it. */
export function gradeLater(shared: SharedTask, answer: Answer, making: Making): void {
  const [task] = shared
  const { variant, condition, label } = task.cell
  making.queue.add(async () => {
    const what = `${label}, ${task.job.problem.taskId}`
    const sample = await making.failures.twice({ variant, condition, what }, () => making.grader.grade(task, answer))
    if (sample === null) return
    await making.services.store.putSample(sample)
    making.collected.add(sample)
    making.progress.sample(sample, shared)
  })
}
