import { isCancelled } from '../../core/errors'
import type { SampleRecord } from '../../core/experiment/record'
import type { Spec } from '../../core/experiment/spec'
import type { LabServices } from '../events'
import type { Sampling } from '../engine-port'
import type { Generation, OpenVariant } from '../ports'
import type { RunControl } from './execute'
import type { Grader } from './grading'
import { BATCHES_A_CALL, WAITING_VERDICTS } from './limits'
import type { Progress } from './progress'
import type { Science } from './science'
import type { Task, WeightGroup } from './tasks'
import type { WorkQueue } from './work-queue'

/** What generation of samples needs around it. */
export interface Making {
  readonly spec: Spec
  readonly services: LabServices
  readonly science: Science
  readonly control: RunControl
  /** Finished samples by id; grows. */
  readonly samples: Map<string, SampleRecord>
  readonly progress: Progress
  readonly grader: Grader
  readonly queue: WorkQueue
  /** The prompt as the model wants it: in its chat template where the spec asks for that. */
  readonly toModel: (prompt: string) => Promise<string>
  /** Rows decoded together. */
  readonly rows: number
}

/** Makes the missing samples of a group; several tasks of one id are made once. Judging goes on beside it. */
export async function generateGroup(
  variant: OpenVariant,
  group: WeightGroup,
  usual: Making,
): Promise<{ tokens: number; milliseconds: number }> {
  const making = { ...usual, rows: group.rows ?? usual.rows }
  const { control, samples, progress } = making
  const missing = new Map<string, Task[]>()
  for (const task of group.tasks) {
    const sample = samples.get(task.id)
    if (sample !== undefined) progress.sample({ ...sample, cell: task.cell.key }, false)
    else missing.set(task.id, [...(missing.get(task.id) ?? []), task])
  }
  let tokens = 0
  let milliseconds = 0
  if (missing.size === 0) return { tokens, milliseconds }
  await control.gate.pass(control.signal)
  await variant.setNoise(group.noise, control.signal)
  let cell = ''
  for (const { stops, tasks } of batches([...missing.values()], making)) {
    await control.gate.pass(control.signal)
    for (const [task] of tasks) {
      if (task.cell.key === cell) continue
      cell = task.cell.key
      control.emit({ type: 'cell', key: cell, label: task.cell.label })
    }
    progress.pace.begin()
    const clock = performance.now()
    const generations = await generateBatch(variant, tasks, stops, making)
    milliseconds += performance.now() - clock
    for (const generation of generations) tokens += generation.tokens.length
    await making.queue.room(WAITING_VERDICTS)
  }
  return { tokens, milliseconds }
}

/** Tasks of one id; there is always a first. */
type SharedTask = readonly [Task, ...Task[]]

/** Cuts work into calls of the engine; all rows of one have equal stop strings. */
function batches(work: readonly Task[][], making: Making): { stops: readonly string[]; tasks: SharedTask[] }[] {
  const byStops = new Map<string, { stops: readonly string[]; tasks: SharedTask[] }>()
  for (const [first, ...others] of work) {
    if (first === undefined) continue
    const stops = making.science.stops(first.cell.benchmark, making.spec.decoding)
    const key = JSON.stringify(stops)
    const entry = byStops.get(key) ?? { stops, tasks: [] }
    entry.tasks.push([first, ...others])
    byStops.set(key, entry)
  }
  return [...byStops.values()].flatMap(({ stops, tasks }) => {
    const most = making.rows * BATCHES_A_CALL
    const cut = []
    for (let at = 0; at < tasks.length; at += most) cut.push({ stops, tasks: tasks.slice(at, at + most) })
    return cut
  })
}

/**
 * Has the engine make the samples of some tasks. A pause ends the call at once; rows that were not finished are made anew
 * when the run goes on, since a sample is either whole or not there.
 */
async function generateBatch(
  variant: OpenVariant,
  tasks: readonly SharedTask[],
  stops: readonly string[],
  making: Making,
): Promise<Generation[]> {
  const { control, spec } = making
  const byId = new Map(tasks.map((shared) => [shared[0].id, shared]))
  const requests = await Promise.all(
    tasks.map(async ([task]) => ({
      id: task.id,
      prompt: await making.toModel(task.job.prompt.text),
      seed: task.job.seed,
    })),
  )
  const done = new Map<string, Generation>()
  for (;;) {
    await control.gate.pass(control.signal)
    const { pausing } = control.gate
    try {
      await variant.generate(
        requests.filter(({ id }) => !done.has(id)),
        {
          maxTokens: spec.decoding.maxTokens,
          stop: stops,
          batchSize: making.rows,
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
            making.queue.add(() => finish(shared, generation, making))
          },
        },
      )
      return [...done.values()]
    } catch (thrown) {
      if (!isCancelled(thrown) || control.signal.aborted || !pausing.aborted) throw thrown
    }
  }
}

/** Greedy has none; a spec that was parsed has all numbers of the other strategy. */
function samplingOf({ decoding }: Spec): { sampling?: Sampling } {
  const { strategy, temperature = 1, topP = 1 } = decoding
  return strategy === 'greedy' ? {} : { sampling: { temperature, topP, topK: 0 } }
}

/** Judges and stores one sample, then tells all cells that wait for it. */
async function finish(shared: SharedTask, generation: Generation, making: Making): Promise<void> {
  const sample = await making.grader.grade(shared[0], generation)
  await making.services.store.putSample(sample)
  making.samples.set(sample.id, sample)
  shared.forEach((task, place) => making.progress.sample({ ...sample, cell: task.cell.key }, place === 0))
}
