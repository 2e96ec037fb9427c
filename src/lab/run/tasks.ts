import { noiseKey } from '../../core/experiment/sample-id'
import type { Cell, Job, Plan } from '../../core/experiment/plan'
import type { Noise } from '../../core/experiment/spec'

/** A job in its cell, with the id that the model's files give it. */
export interface Task {
  readonly cell: Cell
  readonly job: Job
  readonly id: string
}

/** Tasks that need the same weights, and run in batches of the same size. */
export interface WeightGroup {
  readonly noise: Noise | null
  /** Null: as the device does best. */
  readonly rows: number | null
  readonly tasks: readonly Task[]
}

/** A graph of a model, with the places of the variants made from it. */
export interface ModelGroup {
  readonly model: string
  /** Undefined: the best master there is. */
  readonly file: string | undefined
  readonly places: readonly number[]
}

/** Graphs to open, in the order in which the spec first names them. */
export function variantsByModel(plan: Plan): ModelGroup[] {
  const groups = new Map<string, { model: string; file: string | undefined; places: number[] }>()
  plan.spec.variants.forEach((variant, index) => {
    if (!('model' in variant)) return
    const { model, file } = variant
    const key = JSON.stringify([model, file ?? null])
    const group = groups.get(key) ?? { model, file, places: [] }
    group.places.push(index)
    groups.set(key, group)
  })
  return [...groups.values()]
}

/** All tasks of some variants of a model, in the order of the plan. */
export function tasksOf(plan: Plan, variants: readonly number[], files: Readonly<Record<string, string>>): Task[] {
  return plan.cells
    .filter((cell) => variants.includes(cell.variant))
    .flatMap((cell) => cell.jobs.map((job) => ({ cell, job, id: job.id(files) })))
}

/** Tasks of one variant by the weights they need, pristine weights first where they are needed. */
export function groupByWeights(plan: Plan, tasks: readonly Task[]): WeightGroup[] {
  const groups = new Map<string, { noise: Noise | null; rows: number | null; tasks: Task[] }>()
  for (const task of tasks) {
    const noise = plan.spec.conditions[task.cell.condition]?.weights ?? null
    const { rows } = task.job
    const key = `${noiseKey(noise)} ${rows}`
    const group = groups.get(key) ?? { noise, rows, tasks: [] }
    group.tasks.push(task)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => Number(a.noise !== null) - Number(b.noise !== null))
}
