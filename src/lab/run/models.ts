import type { Plan } from '../../core/experiment/plan'
import type { RunRecord, VariantRecord } from '../../core/experiment/record'
import type { Shard } from '../../core/experiment/shard'
import type { ModelVariant } from '../../core/experiment/spec'
import type { OpenModel } from '../ports'
import type { Outcome } from './execute'
import { generateGroup } from './generate'
import { BATCH_ROWS } from './limits'
import type { Making } from './making'
import { kindOf } from './progress'
import { groupByWeights, missingTasks, tasksOf, type ModelGroup, type SharedTask, type Task } from './tasks'

export interface RunPlace {
  /** Of the spec. */
  readonly id: string
  readonly shard: Shard | null
}

interface Before extends RunPlace {
  /** What the same spec left when it was last run. */
  readonly before: RunRecord | null
}

/** Makes what is missing of a model's variants; null where it could not be opened, which `failures` then tells. */
export async function runModel(
  { model, file, places }: ModelGroup,
  plan: Plan,
  making: Making,
  place: Before,
): Promise<Outcome | null> {
  const { services, control, failures } = making
  const open = await failures.twice({ variant: places[0] ?? 0, condition: null, what: model }, () =>
    services.engine.open(model, {
      device: services.device,
      ...(file !== undefined && { file }),
      signal: control.signal,
      onProgress: (loading) => control.emit({ type: 'loading', model, progress: loading }),
    }),
  )
  if (open === null) return null
  try {
    const tasks = tasksOf(plan, ({ variant }) => places.includes(variant), open.info.files, place.shard)
    await takeStored(tasks, plan, making, place.id)
    const { environment } = open.info
    const own: Making = {
      ...making,
      rows: BATCH_ROWS[environment.device],
      toModel:
        making.spec.decoding.prompt === 'chat' ? (prompt) => open.chatPrompt(prompt, control.signal) : making.toModel,
    }
    // Of all variants at once: what two of them share is made by the first, and counts for both.
    const missing = missingTasks(tasks, (id) => making.collected.has(id))
    const variants: Outcome['variants'][number][] = []
    for (const at of places) {
      const wanted = plan.spec.variants[at]
      if (wanted === undefined || !('model' in wanted)) continue
      const mine = missing.filter(([{ cell }]) => cell.variant === at)
      const made = await runVariant(open, { at, wanted, missing: mine }, plan, own, place.before)
      if (made !== null) variants.push(made)
    }
    return { environment, tasks, variants }
  } finally {
    open.close()
  }
}

/** Notes what the run needs, and takes what of it is there already. */
export async function takeStored(
  tasks: readonly Task[],
  plan: Plan,
  { services, collected, progress, pace, control }: Making,
  specId: string,
): Promise<void> {
  const ids = [...new Set(tasks.map(({ id }) => id))]
  await services.store.addMembers(specId, ids)
  for (const [id, judged] of await services.store.judged(ids.filter((id) => !collected.has(id)))) {
    collected.add({ id, ...judged })
  }
  const there = tasks.filter(({ id }) => collected.has(id)).length
  for (const { id, cell } of tasks) if (collected.has(id)) pace.expect(kindOf(cell.variant), -1)
  progress.expect(tasks, (id) => collected.has(id))
  const cells = plan.cells.filter(({ jobs }) => jobs.length > 0).length
  const { total, cellsDone } = progress
  control.emit({ type: 'planned', cells, samples: total, reused: there, cellsDone })
}

interface WantedVariant {
  readonly at: number
  readonly wanted: ModelVariant
  readonly missing: readonly SharedTask[]
}

async function runVariant(
  open: OpenModel,
  { at, wanted, missing }: WantedVariant,
  plan: Plan,
  making: Making,
  before: RunRecord | null,
): Promise<Outcome['variants'][number] | null> {
  const known = before?.variants[at]
  const isSame = known !== undefined && JSON.stringify(known.files) === JSON.stringify(open.info.files)
  // With nothing to make, a variant is not made either: what it weighs was written down when it was.
  if (missing.length === 0 && isSame && known.bytes > 0) return { place: at, record: known, tokensPerSecond: null }
  const { failures, control, queue } = making
  const label = missing[0]?.[0].cell.label ?? wanted.scheme
  const variant = await failures.twice({ variant: at, condition: null, what: label }, () =>
    open.variant(wanted.scheme, { signal: control.signal }),
  )
  if (variant === null) return null
  let tokens = 0
  let milliseconds = 0
  for (const group of groupByWeights(plan, missing)) {
    const first = group.tasks[0]?.[0].cell
    const place = { variant: at, condition: first?.condition ?? null, what: first?.label ?? label }
    // Batches are tried twice by themselves: what comes out here has failed a second time.
    const made = await failures.once(place, () => generateGroup(variant, group, making))
    tokens += made?.tokens ?? 0
    milliseconds += made?.milliseconds ?? 0
  }
  // Asked for after generating: the first batch may have found that rows are to run one at a time.
  const { master, files, parameters, batching } = open.info
  const record: VariantRecord = { ...wanted, master, files, parameters, bytes: variant.info.bytes, batching }
  // After an error there may be nothing left to release, and the model is closed anyway.
  await variant.release()
  // Nothing is waited for; a verdict that could not be stored ends the run here.
  await queue.room(Infinity)
  return { place: at, record, tokensPerSecond: milliseconds === 0 ? null : (1000 * tokens) / milliseconds }
}
