import type { Plan } from '../../core/experiment/plan'
import { importedFile } from '../../core/experiment/assemble'
import type { ImportedSample, ImportedSamples } from '../../core/grading/types'
import { gradeLater } from './finish'
import type { Outcome } from './execute'
import { WAITING_VERDICTS } from './limits'
import type { Making } from './making'
import { takeStored, type RunPlace } from './models'
import { kindOf } from './progress'
import { missingTasks, tasksOf, type Task } from './tasks'

/** Grades the samples that were made elsewhere, paired with the others by problem and place. */
export async function gradeImported(
  plan: Plan,
  files: ReadonlyMap<string, ImportedSamples>,
  making: Making,
  { id, shard }: RunPlace,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const { spec } = plan
  for (const [place, variant] of spec.variants.entries()) {
    if ('model' in variant) continue
    const all: Task[] = []
    const hashes: Record<string, string> = {}
    for (const condition of spec.conditions.keys()) {
      const name = importedFile(variant, spec, condition)
      const file = name === null ? undefined : files.get(name)
      if (name === null || file === undefined) continue
      hashes[name] = file.md5
      const mine = tasksOf(
        plan,
        (cell) => cell.variant === place && cell.condition === condition,
        { [name]: file.md5 },
        shard,
      )
      const answers = new Map(file.samples.map((sample) => [answerKey(sample.taskId, sample.index), sample]))
      const tasks = mine.filter((task) => answers.has(taskKey(task)))
      // A problem that the file has no sample of is not waited for.
      making.pace.expect(kindOf(place), tasks.length - mine.length)
      all.push(...tasks)
      await takeStored(tasks, plan, making, id)
      await gradeMissing(tasks, answers, making)
    }
    outcomes.push({
      environment: null,
      tasks: all,
      variants: [
        {
          place,
          record: { ...variant, master: 'imported', files: hashes, parameters: 0, bytes: 0 },
          tokensPerSecond: null,
        },
      ],
    })
  }
  return outcomes
}

async function gradeMissing(
  tasks: readonly Task[],
  answers: ReadonlyMap<string, ImportedSample>,
  making: Making,
): Promise<void> {
  const { control, pace, budget, queue } = making
  for (const shared of missingTasks(tasks, (id) => making.collected.has(id))) {
    const text = answers.get(taskKey(shared[0]))?.text
    if (text === undefined || budget.allow(1) === 0) continue
    await control.gate.pass(control.signal)
    pace.begin()
    budget.spend(1)
    const whole = text.kind === 'solution'
    gradeLater(shared, { text: text.value, isWhole: whole, tokens: 0, finish: 'end-of-text', milliseconds: 0 }, making)
    await queue.room(WAITING_VERDICTS)
  }
}

function taskKey({ job }: Task): string {
  return answerKey(job.problem.taskId, job.index)
}

function answerKey(taskId: string, index: number): string {
  return `${index} ${taskId}`
}
