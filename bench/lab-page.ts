import { createAttackSupport } from '../src/app/attack-support'
import { parseSpec } from '../src/core/experiment/parse-spec'
import type { Spec } from '../src/core/experiment/spec'
import { createEngine } from '../src/engine'
import type { LabServices } from '../src/lab/events'
import { startRun } from '../src/lab/run'
import { knownScience } from '../src/lab/run/known-science'
import { BATCH_ROWS, BATCHES_A_CALL, JUDGES_AT_ONCE } from '../src/lab/run/limits'
import { planWith } from '../src/lab/run/plan'
import { WorkQueue } from '../src/lab/run/work-queue'
import type { Judge } from '../src/lab/ports'
import { createJudge } from '../src/python'
import { createBenchmarkSource } from '../src/storage/benchmarks'
import { createModelLibrary } from '../src/storage/models'
import { createRunStore } from '../src/storage/run-store'

/** Runs in the page: the same work by the runner, and by the engine and the judge with nothing around them. */

/** From opening the model to the last of it; Python is there before. */
export interface LabMeasurement {
  readonly milliseconds: number
  /** Samples made or judged. */
  readonly samples: number
}

const base = new URL('/', document.baseURI).href
const library = createModelLibrary(base)
const locate = (id: string) => library.locate(id)
const attacks = createAttackSupport(locate)
const benchmarks = createBenchmarkSource(base)
let judge: Judge | null = null

async function warmJudge(): Promise<Judge> {
  judge ??= createJudge()
  await judge.environment()
  return judge
}

/** By the runner, into the database of that name: what is there is not made again. */
async function byRunner(json: unknown, store: string): Promise<LabMeasurement> {
  const services: LabServices = {
    engine: createEngine({ locate }),
    judge: await warmJudge(),
    benchmarks,
    store: createRunStore(store),
    attacks,
    imported: { load: () => Promise.reject(new Error('none')) },
    locate,
    device: 'wasm',
    command: 'bench',
  }
  let samples = 0
  const clock = performance.now()
  const run = startRun(parseSpec(json), services, (event) => {
    if (event.type === 'sample') samples += 1
  })
  await run.finished
  return { milliseconds: performance.now() - clock, samples }
}

interface Parts {
  readonly generate: boolean
  readonly judge: boolean
}

/** Prompts and programs of the bare side, made before any clock starts. */
const programs = new Map<string, string>()

/** The engine in the runner's own batches and the judge as many at a time, without ids, records, database or events. */
async function bare(json: unknown, parts: Parts): Promise<LabMeasurement> {
  const spec = parseSpec(json)
  const python = await warmJudge()
  const plan = await planWith(spec, await loaded(spec), attacks, knownScience)
  const queue = new WorkQueue(JUDGES_AT_ONCE)
  const clock = performance.now()
  let samples = 0
  const jobs = plan.cells.flatMap((cell) =>
    cell.jobs.map((job) => ({ cell, job, key: `${cell.key} ${job.problem.taskId}` })),
  )
  const byName = new Map(jobs.map((one) => [one.key, one]))
  const judged = (key: string): void => {
    const one = byName.get(key)
    const program = programs.get(key)
    if (one === undefined || program === undefined) return
    queue.add(async () => void (await python.judge(one.job.problem, program)))
    samples += 1
  }
  if (!parts.generate) {
    for (const { key } of jobs) judged(key)
    await queue.drain()
    return { milliseconds: performance.now() - clock, samples }
  }
  const [variant] = spec.variants
  if (variant === undefined || !('model' in variant)) throw new Error('The bench needs a model.')
  const open = await createEngine({ locate }).open(variant.model, { device: 'wasm' })
  const ready = await open.variant(variant.scheme)
  for (const part of callsOf(jobs)) {
    await ready.generate(
      part.map(({ key, job }) => ({ id: key, prompt: job.prompt.text })),
      {
        maxTokens: spec.decoding.maxTokens,
        stop: part[0] === undefined ? [] : knownScience.stops(part[0].cell.benchmark, spec.decoding),
        batchSize: BATCH_ROWS.wasm,
        onDone: ({ id, text }) => {
          const one = byName.get(id)
          if (one === undefined) return
          const { program } = knownScience.program({
            prompt: one.job.prompt.text,
            completion: text,
            problem: one.job.problem,
            benchmark: one.cell.benchmark,
            extraction: spec.extraction,
          })
          programs.set(id, program)
          if (parts.judge) judged(id)
          else samples += 1
        },
      },
    )
  }
  await queue.drain()
  open.close()
  return { milliseconds: performance.now() - clock, samples }
}

/** As many at a time as the runner hands over, all of one benchmark: their stop strings are the same. */
function callsOf<T extends { readonly cell: { readonly benchmark: { readonly id: string } } }>(
  jobs: readonly T[],
): T[][] {
  const most = BATCH_ROWS.wasm * BATCHES_A_CALL
  return [...new Set(jobs.map(({ cell }) => cell.benchmark.id))].flatMap((id) => {
    const own = jobs.filter(({ cell }) => cell.benchmark.id === id)
    return Array.from({ length: Math.ceil(own.length / most) }, (_, call) => own.slice(call * most, (call + 1) * most))
  })
}

async function loaded(spec: Spec) {
  return new Map(await Promise.all(spec.benchmarks.map(async ({ id }) => [id, await benchmarks.load(id)] as const)))
}

declare global {
  interface Window {
    labBench?: { byRunner: typeof byRunner; bare: typeof bare }
  }
}
window.labBench = { byRunner, bare }
