import { noiseKey } from '../../core/experiment/sample-id'
import type { Cell, Job, Plan } from '../../core/experiment/plan'
import { inShard, type Shard } from '../../core/experiment/shard'
import type { Noise } from '../../core/experiment/spec'

/** A job in its cell, with the id that the model's files give it. */
export interface Task {
  readonly cell: Cell
  readonly job: Job
  readonly id: string
}

/** Tasks of one id, so that the work is done once; there is always a first. */
export type SharedTask = readonly [Task, ...Task[]]

/** Those of the tasks that are not finished, each id once. */
export function missingTasks(tasks: readonly Task[], isFinished: (id: string) => boolean): SharedTask[] {
  const missing = new Map<string, [Task, ...Task[]]>()
  for (const task of tasks) {
    if (isFinished(task.id)) continue
    const shared = missing.get(task.id)
    if (shared === undefined) missing.set(task.id, [task])
    else shared.push(task)
  }
  return [...missing.values()]
}

/** Tasks that need the same weights, and run in batches of the same size. */
export interface WeightGroup {
  readonly noise: Noise | null
  /** Null: as the device does best. */
  readonly rows: number | null
  readonly tasks: readonly SharedTask[]
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

/** All tasks of a shard in some cells, in the order of the plan. */
export function tasksOf(
  plan: Plan,
  wanted: (cell: Cell) => boolean,
  files: Readonly<Record<string, string>>,
  shard: Shard | null,
): Task[] {
  return plan.cells.filter(wanted).flatMap((cell) =>
    cell.jobs
      // Jobs come problem by problem, all samples of one together.
      .filter((_, place) => inShard(Math.floor(place / plan.spec.samples), shard))
      .map((job) => ({ cell, job, id: job.id(files) })),
  )
}

/** Tasks of one variant by the weights they need, pristine weights first where they are needed. */
export function groupByWeights(plan: Plan, tasks: readonly SharedTask[]): WeightGroup[] {
  const groups = new Map<string, { noise: Noise | null; rows: number | null; tasks: SharedTask[] }>()
  for (const task of tasks) {
    const [{ cell, job }] = task
    const noise = plan.spec.conditions[cell.condition]?.weights ?? null
    const { rows } = job
    const key = `${noiseKey(noise)} ${rows}`
    const group = groups.get(key) ?? { noise, rows, tasks: [] }
    group.tasks.push(task)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => Number(a.noise !== null) - Number(b.noise !== null))
}
