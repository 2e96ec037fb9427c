import { isCancelled, toPlainError } from '../../core/errors'
import type { Spec } from '../../core/experiment/spec'
import type { Sampling } from '../engine-port'
import type { Generation, OpenVariant } from '../ports'
import type { Making } from './making'
import { isFatal } from './failures'
import { finishLater } from './finish'
import { BATCHES_A_CALL, WAITING_VERDICTS } from './limits'
import { kindOf } from './progress'
import type { SharedTask, WeightGroup } from './tasks'

/** What making samples took of the device. */
export interface Made {
  readonly tokens: number
  readonly milliseconds: number
}

/** Makes the missing samples of a group; several tasks of one id are made once. Judging goes on beside it. */
export async function generateGroup(variant: OpenVariant, group: WeightGroup, making: Making): Promise<Made> {
  const { control, pace, budget } = making
  const rows = group.rows ?? making.rows
  let tokens = 0
  let milliseconds = 0
  if (group.tasks.length === 0 || budget.allow(1) === 0) return { tokens, milliseconds }
  await control.gate.pass(control.signal)
  await variant.setNoise(group.noise, control.signal)
  let cell = ''
  for (const { stops, tasks: whole } of batches(group.tasks, rows, making)) {
    const tasks = whole.slice(0, budget.allow(whole.length))
    if (tasks.length === 0) break
    await control.gate.pass(control.signal)
    for (const [task] of tasks) {
      if (task.cell.key === cell) continue
      cell = task.cell.key
      control.emit({ type: 'cell', key: cell, label: task.cell.label })
    }
    pace.begin()
    budget.spend(tasks.length)
    const clock = performance.now()
    const generations = await generateBatch(variant, tasks, { stops, rows }, making)
    const took = performance.now() - clock
    milliseconds += took
    for (const generation of generations) tokens += generation.tokens.length
    const [first] = tasks
    if (first !== undefined) pace.took(kindOf(first[0].cell.variant), generations.length, took)
    await making.queue.room(WAITING_VERDICTS)
  }
  return { tokens, milliseconds }
}

/** Cuts work into calls of the engine; all rows of one have equal stop strings. */
function batches(
  work: readonly SharedTask[],
  rows: number,
  { science, spec }: Making,
): { stops: readonly string[]; tasks: SharedTask[] }[] {
  const byStops = new Map<string, { stops: readonly string[]; tasks: SharedTask[] }>()
  for (const shared of work) {
    const stops = science.stops(shared[0].cell.benchmark, spec.decoding)
    const key = JSON.stringify(stops)
    const entry = byStops.get(key) ?? { stops, tasks: [] }
    entry.tasks.push(shared)
    byStops.set(key, entry)
  }
  return [...byStops.values()].flatMap(({ stops, tasks }) => {
    const most = rows * BATCHES_A_CALL
    const cut = []
    for (let at = 0; at < tasks.length; at += most) cut.push({ stops, tasks: tasks.slice(at, at + most) })
    return cut
  })
}

/**
 * Has the engine make the samples of some tasks. A pause ends the call at once; rows that were not finished are made anew
 * when the run goes on, since a sample is either whole or not there. After an error the rows that are missing are asked
 * for once more.
 */
async function generateBatch(
  variant: OpenVariant,
  tasks: readonly SharedTask[],
  { stops, rows }: { readonly stops: readonly string[]; readonly rows: number },
  making: Making,
): Promise<Generation[]> {
  const { control, spec, pace } = making
  const byId = new Map(tasks.map((shared) => [shared[0].id, shared]))
  const requests = await Promise.all(
    tasks.map(async ([{ id, job }]) => ({ id, seed: job.seed, prompt: await making.toModel(job.prompt.text) })),
  )
  const done = new Map<string, Generation>()
  let hasFailed = false
  for (;;) {
    await control.gate.pass(control.signal)
    pace.begin()
    const { pausing } = control.gate
    try {
      await variant.generate(
        requests.filter(({ id }) => !done.has(id)),
        {
          maxTokens: spec.decoding.maxTokens,
          stop: stops,
          batchSize: rows,
          ...samplingOf(spec),
          signal: AbortSignal.any([control.signal, pausing]),
          onText: (id, text) => {
            const task = byId.get(id)?.[0]
            if (task === undefined) return
            control.emit({ type: 'text', cell: task.cell.key, taskId: task.job.problem.taskId, text })
          },
          onDone: (generation) => {
            const shared = byId.get(generation.id)
            if (shared === undefined || done.has(generation.id)) return
            done.set(generation.id, generation)
            finishLater(shared, generation, making)
          },
        },
      )
      return [...done.values()]
    } catch (thrown) {
      if (control.signal.aborted) throw thrown
      if (isCancelled(thrown) && pausing.aborted) {
        pace.stop()
        continue
      }
      if (hasFailed || isFatal(thrown)) throw thrown
      hasFailed = true
      const what = tasks[0]?.[0].cell.label ?? ''
      control.emit({ type: 'failure', what, error: toPlainError(thrown), again: true })
    }
  }
}

/** Greedy has none; a spec that was parsed has all numbers of the other strategy. */
function samplingOf({ decoding }: Spec): { sampling?: Sampling } {
  const { strategy, temperature = 1, topP = 1 } = decoding
  return strategy === 'greedy' ? {} : { sampling: { temperature, topP, topK: 0 } }
}
