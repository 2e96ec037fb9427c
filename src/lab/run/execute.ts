import { cancelled } from '../../core/errors'
import { assembleRecord } from '../../core/experiment/assemble'
import { specId } from '../../core/experiment/parse-spec'
import { tasksByBenchmark, type Plan } from '../../core/experiment/plan'
import type { RunRecord, VariantRecord } from '../../core/experiment/record'
import { inShard, type Shard } from '../../core/experiment/shard'
import type { Spec } from '../../core/experiment/spec'
import { encodeVerdicts } from '../../core/experiment/verdict-file'
import type { FinishedRun, LabServices } from '../events'
import type { EngineEnvironment } from '../ports'
import { Budget } from './budget'
import { Collected, judgedSample, sentPrompts, tableOf } from './collected'
import { Failures } from './failures'
import { Grader } from './grading'
import { gradeImported } from './imported'
import { JUDGES_AT_ONCE } from './limits'
import type { Making, RunControl } from './making'
import { runModel } from './models'
import { packIds } from './pack-ids'
import { loadSources } from './preflight'
import { kindOf, Progress } from './progress'
import type { Science } from './science'
import type { Task } from './tasks'
import { planWith } from './plan'
import { variantsByModel } from './tasks'
import { WorkQueue } from './work-queue'

/** What is told to be loading where an attack loads its dictionary or its translator. */
const ATTACKS = 'attacks'

/** What the variants of a model, or imported samples, left behind. */
export interface Outcome {
  /** Null where no model ran. */
  readonly environment: EngineEnvironment | null
  readonly tasks: readonly Task[]
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
  shard: Shard | null,
): Promise<FinishedRun> {
  const started = new Date()
  const clock = performance.now()
  const { store, judge } = services
  // Python starts while the model loads; a failure is met where the environment is needed.
  const python = judge.environment()
  python.catch(() => undefined)
  const sources = await loadSources(spec, services, control.signal)
  const plan = await planWith(spec, sources.benchmarks, services.attacks, science, {
    signal: control.signal,
    onProgress: (loading) => control.emit({ type: 'loading', model: ATTACKS, progress: loading }),
  })
  const id = specId(spec)
  const stored = { specId: id, name: spec.name, created: started.toISOString(), updated: started.toISOString(), spec }
  const before = await store.run(id)
  await store.putRun({ ...stored, created: before?.created ?? stored.created, record: before?.record ?? null })
  await store.putPrompts(plan.prompts)

  const making = makingOf(spec, services, science, control, plan, shard)
  const outcomes: Outcome[] = []
  try {
    for (const group of variantsByModel(plan)) {
      const outcome = await runModel(group, plan, making, { id, shard, before: before?.record ?? null })
      if (outcome !== null) outcomes.push(outcome)
    }
    outcomes.push(...(await gradeImported(plan, sources.imported, making, { id, shard })))
  } finally {
    // What was generated before an error is judged and kept; a cancel waits for nothing.
    if (!control.signal.aborted) await making.queue.drain()
  }
  if (control.signal.aborted) throw cancelled()
  control.pace.stop()

  const finished = making.collected.inOrder(
    plan,
    outcomes.flatMap(({ tasks }) => tasks),
  )
  if (finished.length === 0 && making.failures.first !== undefined) throw making.failures.first
  const now = new Date().toISOString()
  const run = assembleRecord({
    spec,
    variants: variantRecords(spec, outcomes),
    benchmarks: benchmarkRecords(plan),
    ids: finished.map(({ task }) => task.id),
    summary: science.summarise(spec, finished.map(judgedSample)),
    failures: making.failures.records,
    shard: shard ?? undefined,
    timing: {
      milliseconds: Math.round(performance.now() - clock),
      tokens_per_second: outcomes
        .flatMap(({ variants }) => variants)
        .flatMap(({ place, tokensPerSecond }) =>
          tokensPerSecond === null ? [] : [{ variant: place, value: tokensPerSecond }],
        )
        .sort((a, b) => a.variant - b.variant),
    },
    environment: {
      ...(outcomes.find(({ environment }) => environment !== null)?.environment ?? NO_ENGINE),
      ...(await python),
      shakedown: __VERSIONS__.shakedown,
      user_agent: typeof navigator === 'undefined' ? 'none' : navigator.userAgent,
      command: services.command,
      started: started.toISOString(),
      finished: now,
    },
  })
  const table = tableOf(plan, finished)
  const sent = sentPrompts(plan)
  const ids = finished.map(({ task }) => ({ cell: task.cell.key, id: task.id }))
  await store.putTable({ specId: id, verdicts: encodeVerdicts(run, table, sent), ids: packIds(table, finished) })
  await store.putRun({ ...stored, created: before?.created ?? stored.created, updated: now, record: run })
  return { run, table, sent, ids, prompts: plan.prompts }
}

/** Where every variant was imported. */
const NO_ENGINE: EngineEnvironment = {
  device: 'wasm',
  adapter: 'none',
  onnxruntime: __VERSIONS__.onnxruntime,
  transformers: 'none',
}

function makingOf(
  spec: Spec,
  services: LabServices,
  science: Science,
  control: RunControl,
  plan: Plan,
  shard: Shard | null,
): Making {
  const { pace, signal, emit } = control
  const wanted = samplesIn(plan, shard)
  // All of it from the start, so that the time left holds the models that are not open yet.
  for (const { variant, samples } of wanted) pace.expect(kindOf(variant), samples)
  return {
    spec,
    services,
    science,
    control,
    pace,
    budget: new Budget(spec),
    failures: new Failures(emit, signal),
    collected: new Collected(),
    progress: new Progress(
      wanted.reduce((sum, { samples }) => sum + samples, 0),
      pace,
      emit,
    ),
    grader: new Grader(services.judge, science, spec, signal),
    queue: new WorkQueue(JUDGES_AT_ONCE),
    toModel: (prompt) => Promise.resolve(prompt),
    rows: 1,
  }
}

function benchmarkRecords(plan: Plan): (RunRecord['benchmarks'][number] & { tasks: string[] })[] {
  const tasks = tasksByBenchmark(plan)
  return plan.benchmarks.map(({ choice, benchmark }) => {
    const own = tasks.get(benchmark.id) ?? []
    return { ...choice, md5: benchmark.md5, n: own.length, tasks: own }
  })
}

/** Of every variant of the spec; of one that could not be made, what the spec says of it. */
function variantRecords(spec: Spec, outcomes: readonly Outcome[]): VariantRecord[] {
  const made = new Map(outcomes.flatMap(({ variants }) => variants).map(({ place, record }) => [place, record]))
  return spec.variants.map((variant, place) => {
    const record = made.get(place)
    return record ?? { ...variant, master: 'none', files: {}, parameters: 0, bytes: 0 }
  })
}

/** What each cell asks for. */
function samplesIn(plan: Plan, shard: Shard | null): { readonly variant: number; readonly samples: number }[] {
  const { samples } = plan.spec
  return plan.cells.map(({ variant, jobs }) => ({
    variant,
    samples: jobs.filter((_, place) => inShard(Math.floor(place / samples), shard)).length,
  }))
}
