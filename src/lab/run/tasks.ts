import { noiseKey } from '../../core/experiment/sample-id'
import type { Cell, Job, Plan } from '../../core/experiment/plan'
import type { Noise } from '../../core/experiment/spec'

/** A job in its cell, with the id that the model's files give it. */
export interface Task {
  readonly cell: Cell
  readonly job: Job
  readonly id: string
}

/** Tasks that need the same weights. */
export interface WeightGroup {
  readonly noise: Noise | null
  readonly tasks: readonly Task[]
}

/** Models in the order in which the spec first names them, each with the places of its variants. */
export function variantsByModel(plan: Plan): Map<string, number[]> {
  const models = new Map<string, number[]>()
  plan.spec.variants.forEach((variant, index) => {
    models.set(variant.model, [...(models.get(variant.model) ?? []), index])
  })
  return models
}

/** All tasks of some variants of a model, in the order of the plan. */
export function tasksOf(plan: Plan, variants: readonly number[], files: Readonly<Record<string, string>>): Task[] {
  return plan.cells
    .filter((cell) => variants.includes(cell.variant))
    .flatMap((cell) => cell.jobs.map((job) => ({ cell, job, id: job.id(files) })))
}

/** Tasks of one variant by the weights they need, pristine weights first where they are needed. */
export function groupByWeights(plan: Plan, tasks: readonly Task[]): WeightGroup[] {
  const groups = new Map<string, { noise: Noise | null; tasks: Task[] }>()
  for (const task of tasks) {
    const noise = plan.spec.conditions[task.cell.condition]?.weights ?? null
    const key = noiseKey(noise)
    const group = groups.get(key) ?? { noise, tasks: [] }
    group.tasks.push(task)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => Number(a.noise !== null) - Number(b.noise !== null))
}
