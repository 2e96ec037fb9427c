/**
 * `npm run fuzz -- onnx|loader|benchmark [--count N] [--seed S]`: many damaged models, or benchmarks and samples; one JSON
 * object as the last line of stdout.
 */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as benchmark from '../src/core/benchmarks/fuzz/fuzz-case'
import * as onnx from '../src/core/onnx/fuzz/fuzz-case'

const MODELS = fileURLToPath(new URL('../models/families/', import.meta.url))

interface Result {
  readonly mutation: string
  /** Name of the sound file. */
  readonly of: string
  readonly outcome: string
  readonly milliseconds: number
  readonly failure: string | null
}

/** What is damaged and read in a process of its own. */
interface Kind {
  readonly mutations: readonly string[]
  /** Longest that a case may take. */
  readonly most: number
  /** Gets ready; gives what does one case. */
  readonly start: () => (seed: number, at: number) => Promise<Result>
}

const KINDS: Readonly<Record<'onnx' | 'benchmark', Kind>> = {
  onnx: {
    mutations: onnx.MUTATIONS,
    most: onnx.MOST_MILLISECONDS,
    start: () => {
      const models = seedModels()
      return async (seed, at) => {
        const { model, ...result } = await onnx.fuzzCase(models, seed, at)
        return { ...result, of: model }
      }
    },
  },
  benchmark: {
    mutations: benchmark.MUTATIONS,
    most: benchmark.MOST_MILLISECONDS,
    start: () => async (seed, at) => {
      const { file, ...result } = benchmark.fuzzCase(seed, at)
      return { ...result, of: file }
    },
  },
}
type KindName = keyof typeof KINDS

function isKind(name: string | undefined): name is KindName {
  return name !== undefined && Object.hasOwn(KINDS, name)
}

interface Settings {
  readonly count: number
  readonly seed: number
  /** The case to start with; given to the process that does the work. */
  readonly from: number
}

/** Every small model with the files beside it. */
function seedModels(): onnx.SeedModel[] {
  const files = readdirSync(MODELS, { recursive: true, encoding: 'utf8' })
  const graphs = files.filter((file) => file.endsWith('.onnx') && !file.startsWith('.')).sort()
  return graphs.map((graph) => {
    const folder = dirname(graph)
    const beside = files.filter((file) => dirname(file) === folder && /\.onnx[._]data(_\d+)?$/.test(file))
    const bytes = (file: string): Uint8Array => new Uint8Array(readFileSync(join(MODELS, file)))
    return {
      name: graph,
      file: bytes(graph),
      data: new Map(beside.map((file) => [relative(folder, file), bytes(file)])),
    }
  })
}

/** Works through the cases and prints a line before and after each, so that the one watching sees which one hangs. */
async function work(name: KindName, { count, seed, from }: Settings): Promise<void> {
  const run = KINDS[name].start()
  for (let at = from; at < count; at++) {
    process.stdout.write(`${JSON.stringify({ at })}\n`)
    process.stdout.write(`${JSON.stringify({ at, result: await run(seed, at) })}\n`)
  }
}

type Line = { readonly at: number; readonly result?: Result }

/** Runs the worker from a case on; ends it when it is silent for too long. Resolves to the case it stopped at. */
function runFrom(name: KindName, settings: Settings, onResult: (at: number, result: Result) => void): Promise<number> {
  const { count, seed, from } = settings
  const worker = [
    '--import',
    'tsx',
    fileURLToPath(import.meta.url),
    'work',
    name,
    '--count',
    count,
    '--seed',
    seed,
    '--from',
    from,
  ]
  const child = spawn(process.execPath, worker.map(String), { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve) => {
    let at = from
    let done = false
    let watch = setTimeout(() => undefined, 0)
    const listen = (): void => {
      clearTimeout(watch)
      watch = setTimeout(() => child.kill('SIGKILL'), 2 * KINDS[name].most)
    }
    listen()
    createInterface(child.stdout).on('line', (text) => {
      listen()
      const line = JSON.parse(text) as Line
      at = line.at
      done = line.result !== undefined
      if (line.result !== undefined) onResult(line.at, line.result)
    })
    child.on('close', () => {
      clearTimeout(watch)
      resolve(done ? at + 1 : at)
    })
  })
}

async function watch(name: KindName, settings: Settings): Promise<number> {
  const outcomes: Record<string, Record<string, number>> = {}
  const { mutations } = KINDS[name]
  const failures: (Pick<Result, 'mutation' | 'of' | 'failure'> & { at: number })[] = []
  let slowest = 0
  const onResult = (at: number, { mutation, of, outcome, milliseconds, failure }: Result): void => {
    const counts = (outcomes[mutation] ??= {})
    counts[outcome] = (counts[outcome] ?? 0) + 1
    slowest = Math.max(slowest, milliseconds)
    if (failure === null) return
    failures.push({ at, mutation, of, failure })
    process.stderr.write(`case ${at}, ${mutation} of ${of}: ${failure}\n`)
  }
  for (let from = settings.from; from < settings.count;) {
    const stopped = await runFrom(name, { ...settings, from }, onResult)
    if (stopped < settings.count) {
      const mutation = mutations[stopped % mutations.length] ?? ''
      failures.push({ at: stopped, mutation, of: '', failure: 'the process hung or died' })
      process.stderr.write(`case ${stopped}, ${mutation}: the process hung or died\n`)
    }
    from = stopped + 1
  }
  const { count, seed } = settings
  const summary = { fuzz: name, count, seed, slowestMilliseconds: Math.round(slowest), outcomes, failures }
  process.stdout.write(`${JSON.stringify(summary)}\n`)
  return failures.length === 0 ? 0 : 1
}

async function main(): Promise<number> {
  const [name, ...rest] = process.argv.slice(2)
  const option = (key: string, otherwise: number): number => {
    const at = rest.indexOf(`--${key}`)
    return at < 0 ? otherwise : Number(rest[at + 1])
  }
  const settings = { count: option('count', 1000), seed: option('seed', 1), from: option('from', 0) }
  const sound = Object.values(settings).every((value) => Number.isSafeInteger(value) && value >= 0)
  if (sound && isKind(name)) return watch(name, settings)
  if (sound && name === 'loader') return (await import('../bench/fuzz-loader.ts')).fuzzLoader(settings)
  const [kind] = rest
  if (sound && name === 'work' && isKind(kind)) {
    await work(kind, settings)
    return 0
  }
  process.stderr.write('Usage: npm run fuzz -- onnx|loader|benchmark [--count N] [--seed S] [--from CASE]\n')
  return 2
}

process.exitCode = await main()
