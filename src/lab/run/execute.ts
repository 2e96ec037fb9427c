import { cancelled, LabError } from '../../core/errors'
import { specId } from '../../core/experiment/parse-spec'
import type { Plan } from '../../core/experiment/plan'
import type { RunBundle, SampleRecord, VariantRecord } from '../../core/experiment/record'
import type { Benchmark } from '../../core/benchmarks/types'
import type { Spec } from '../../core/experiment/spec'
import type { LabServices, RunEvent } from '../events'
import type { EngineEnvironment, OpenModel, OpenVariant } from '../ports'
import { assembleRun } from './assemble'
import { planWith } from './plan'
import type { Gate } from './gate'
import { generateGroup, type Making } from './generate'
import { Grader } from './grading'
import { Progress } from './progress'
import type { Pace } from './pace'
import type { Science } from './science'
import { groupByWeights, tasksOf, variantsByModel, type Task } from './tasks'
import { BATCH_ROWS, JUDGES_AT_ONCE } from './limits'
import { WorkQueue } from './work-queue'

/** What is told to be loading where an attack loads its dictionary or its translator. */
const ATTACKS = 'attacks'

export interface RunControl {
  readonly signal: AbortSignal
  readonly gate: Gate
  readonly pace: Pace
  readonly emit: (event: RunEvent) => void
}

/** What one model left behind. */
interface ModelOutcome {
  readonly environment: EngineEnvironment
  readonly variants: readonly {
    readonly place: number
    readonly record: VariantRecord
    readonly tokensPerSecond: number | null
  }[]
}

/** Carries a spec through: plan, generate what the store does not have, judge, store, sum up. */
export async function executeRun(
  spec: Spec,
  services: LabServices,
  science: Science,
  control: RunControl,
): Promise<RunBundle> {
  const started = new Date()
  const clock = performance.now()
  const { store, judge } = services
  // Python starts while the model loads; a failure is met where the environment is needed.
  const python = judge.environment()
  python.catch(() => undefined)
  const plan = await planWith(spec, await loadBenchmarks(spec, services, control.signal), services.attacks, science, {
    signal: control.signal,
    onProgress: (loading) => control.emit({ type: 'loading', model: ATTACKS, progress: loading }),
  })
  const id = specId(spec)
  const stored = { specId: id, name: spec.name, created: started.toISOString(), updated: started.toISOString(), spec }
  const before = await store.run(id)
  await store.putRun({ ...stored, created: before?.created ?? stored.created, record: before?.record ?? null })
  await store.putPrompts(plan.prompts)

  const samples = new Map<string, SampleRecord>()
  const order: Task[] = []
  const progress = new Progress(plan.samples, control.pace, control.emit)
  const outcomes: ModelOutcome[] = []
  let reused = 0
  for (const { model, file, places: variants } of variantsByModel(plan)) {
    const open = await services.engine.open(model, {
      device: services.device,
      ...(file !== undefined && { file }),
      signal: control.signal,
      onProgress: (loading) => control.emit({ type: 'loading', model, progress: loading }),
    })
    try {
      const tasks = tasksOf(plan, variants, open.info.files)
      order.push(...tasks)
      reused += await takeStored(tasks, services, samples)
      control.emit({ type: 'planned', cells: plan.cells.length, samples: plan.samples, reused })
      const grader = new Grader(judge, science, spec, control.signal)
      const queue = new WorkQueue(JUDGES_AT_ONCE)
      outcomes.push(
        await runModel(open, variants, tasks, plan, {
          spec,
          services,
          science,
          control,
          samples,
          progress,
          grader,
          queue,
          toModel:
            spec.decoding.prompt === 'chat'
              ? (prompt) => open.chatPrompt(prompt, control.signal)
              : (prompt) => Promise.resolve(prompt),
          rows: BATCH_ROWS[open.info.environment.device],
        }),
      )
    } finally {
      open.close()
    }
  }
  const [first] = outcomes
  if (first === undefined) throw new LabError('internal', 'A run without variants.', 'Please report this.')
  const environment = {
    ...first.environment,
    ...(await python),
    shakedown: __VERSIONS__.shakedown,
    user_agent: typeof navigator === 'undefined' ? 'none' : navigator.userAgent,
    command: services.command,
    started: started.toISOString(),
    finished: new Date().toISOString(),
  }
  const bundle = assembleRun(
    {
      plan,
      variants: placed(outcomes).map(({ record }) => record),
      samples: inOrder(plan, order, samples),
      timing: {
        milliseconds: Math.round(performance.now() - clock),
        tokens_per_second: placed(outcomes).flatMap(({ place, tokensPerSecond }) =>
          tokensPerSecond === null ? [] : [{ variant: place, value: tokensPerSecond }],
        ),
      },
      environment,
    },
    science,
  )
  await store.putRun({
    ...stored,
    created: before?.created ?? stored.created,
    updated: environment.finished,
    record: bundle.run,
  })
  return bundle
}

async function loadBenchmarks(spec: Spec, services: LabServices, signal: AbortSignal): Promise<Map<string, Benchmark>> {
  const benchmarks = new Map<string, Benchmark>()
  for (const { id } of spec.benchmarks) benchmarks.set(id, await services.benchmarks.load(id, signal))
  return benchmarks
}

/** Reads finished samples of the tasks; returns how many tasks need nothing more. */
async function takeStored(
  tasks: readonly Task[],
  services: LabServices,
  samples: Map<string, SampleRecord>,
): Promise<number> {
  const missing = new Set(tasks.map((task) => task.id).filter((id) => !samples.has(id)))
  for (const [id, sample] of await services.store.samples([...missing])) samples.set(id, sample)
  return tasks.filter((task) => samples.has(task.id)).length
}

async function runModel(
  open: OpenModel,
  places: readonly number[],
  tasks: readonly Task[],
  plan: Plan,
  making: Making,
): Promise<ModelOutcome> {
  const variants: ModelOutcome['variants'][number][] = []
  for (const place of places) {
    const wanted = plan.spec.variants[place]
    if (wanted === undefined || !('model' in wanted)) continue
    const variant = await open.variant(wanted.scheme, { signal: making.control.signal })
    const own = tasks.filter((task) => task.cell.variant === place)
    const tokensPerSecond = await runVariant(variant, own, plan, making)
    // Asked for after generating: the first batch may have found that rows are to run one at a time.
    const { master, files, parameters, batching } = open.info
    variants.push({
      place,
      record: { ...wanted, master, files, parameters, bytes: variant.info.bytes, batching },
      tokensPerSecond,
    })
    // After an error there may be nothing left to release, and the model is closed anyway.
    await variant.release()
  }
  return { environment: open.info.environment, variants }
}

/** Returns generated tokens a second, null where nothing was to do. */
async function runVariant(
  variant: OpenVariant,
  tasks: readonly Task[],
  plan: Plan,
  making: Making,
): Promise<number | null> {
  let tokens = 0
  let milliseconds = 0
  for (const group of groupByWeights(plan, tasks)) {
    try {
      const made = await generateGroup(variant, group, making)
      tokens += made.tokens
      milliseconds += made.milliseconds
    } finally {
      // What was generated before an error is judged and kept; a cancel waits for nothing.
      if (!making.control.signal.aborted) await making.queue.drain()
    }
    if (making.control.signal.aborted) throw cancelled()
  }
  return milliseconds === 0 ? null : (1000 * tokens) / milliseconds
}

function placed(outcomes: readonly ModelOutcome[]): ModelOutcome['variants'][number][] {
  return outcomes.flatMap((outcome) => outcome.variants).sort((a, b) => a.place - b.place)
}

/** Samples as the plan orders them, each under the cell that asks for it. */
function inOrder(plan: Plan, tasks: readonly Task[], samples: ReadonlyMap<string, SampleRecord>): SampleRecord[] {
  const places = new Map(plan.cells.map((cell, place) => [cell.key, place]))
  const placeOf = (task: Task) => places.get(task.cell.key) ?? 0
  return [...tasks]
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((task) => {
      const sample = samples.get(task.id)
      if (sample === undefined) throw new LabError('internal', `Sample ${task.id} is missing.`, 'Please report this.')
      return { ...sample, cell: task.cell.key }
    })
}
