import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { format, resolveConfig } from 'prettier'
import { DATA, dataFolder, nativePython, runNative } from '../native.ts'
import type { BenchRow } from '../row.ts'
import { type Disagreement, explain, HASH_SEEDS, NATIVE_TRIALS, PYTHON_TRIALS, type Tried } from './causes.ts'
import { type Graded, keyOf, type Program, readExperiment, readPrograms, readResults, same } from './results.ts'
import { agreementMarkdown, type SuiteAgreement } from './table.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SUITES = { humaneval: 'HumanEval+ v0.1.10', mbpp: 'MBPP+ v0.2.0' } as const
type Suite = keyof typeof SUITES

interface Place {
  readonly folder: string
  readonly data: string
  readonly python: string
  /** Other interpreters and another numpy, by the name of their trial. */
  readonly others: ReadonlyMap<string, string>
  readonly workers: string
  readonly site: string | null
}

/**
 * The programs of mutants.py graded by EvalPlus and by `shakedown grade`; every disagreement is run again under one changed
 * condition after another until both sides agree; docs/agreement.md says how each vanished. Whatever is in the folder
 * already is kept: delete a file to have it made anew. SHAKEDOWN_NATIVE_PYTHON names the other side's Python,
 * SHAKEDOWN_NATIVE_PYTHONS more of them: again-3.12=PATH,again-3.13=PATH,again-numpy1=PATH.
 * Options: --folder, --data, --seed, --workers, --site, --suites humaneval,mbpp, --until programs|graded|tried.
 */
export async function agreement(options: ReadonlyMap<string, string>): Promise<BenchRow[]> {
  const folder = options.get('folder') ?? join(ROOT, '.work', 'agreement')
  mkdirSync(folder, { recursive: true })
  const others = (process.env['SHAKEDOWN_NATIVE_PYTHONS'] ?? '').split(',').filter((pair) => pair.includes('='))
  const place: Place = {
    folder,
    data: dataFolder(options),
    python: nativePython(),
    others: new Map(others.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
    workers: options.get('workers') ?? '2',
    site: options.get('site') ?? null,
  }
  const until = options.get('until') ?? 'tried'
  const seed = options.get('seed') ?? '1'
  await makePrograms(place, seed)
  if (until === 'programs') return []
  const suites: SuiteAgreement[] = []
  const programs: Program[] = []
  const wanted = options.get('suites')?.split(',') ?? ['humaneval', 'mbpp']
  for (const suite of (['humaneval', 'mbpp'] as const).filter((name) => wanted.includes(name))) {
    const made = readPrograms(join(folder, `${suite}.jsonl`))
    programs.push(...made)
    suites.push(await agreementOf(suite, made, place, until === 'tried'))
  }
  const report = { suites, operators: operatorsOf(programs, suites), seed, environment: environmentOf(place, suites) }
  // Half a comparison is not for the documents.
  const whole = until === 'tried' && suites.length === 2
  const path = whole ? join(ROOT, 'docs', 'agreement.md') : join(folder, 'agreement.md')
  const style = await resolveConfig(path)
  writeFileSync(path, await format(agreementMarkdown(report), { ...style, parser: 'markdown' }))
  process.stderr.write(`Written: ${path}\n`)
  return suites.flatMap(({ title, programs: count, same: alike, explained }) => [
    row(`${title}: programs with the same statuses as EvalPlus`, (100 * alike) / count, '%'),
    row(`${title}: disagreements that resist`, explained.filter((one) => one.explanation === null).length, 'programs'),
  ])
}

function row(what: string, ours: number, unit: string): BenchRow {
  return { what, ours, theirs: null, ratio: null, unit, goal: null, met: null }
}

async function makePrograms({ folder, data, python }: Place, seed: string): Promise<void> {
  if (existsSync(join(folder, 'mbpp.jsonl'))) return
  await runNative(python, 'mutants.py', [join(data, DATA.humaneval), join(data, DATA.mbpp), folder, '--seed', seed])
}

async function agreementOf(
  suite: Suite,
  programs: readonly Program[],
  place: Place,
  trying: boolean,
): Promise<SuiteAgreement> {
  const { folder, data, python } = place
  const benchmark = join(data, DATA[suite])
  const samples = join(folder, `${suite}.jsonl`)
  const nativePath = join(folder, `native-${suite}.json`)
  if (!existsSync(nativePath)) {
    await runNative(python, 'native.py', [suite, benchmark, samples, nativePath, '--parallel', '2'])
  }
  const oursPath = join(folder, `ours-${suite}.json`)
  if (!existsSync(oursPath)) await grade(place, benchmark, samples, oursPath, [])
  const native = readResults(nativePath)
  const ours = readResults(oursPath)
  const none: Graded = { base: 'missing', plus: 'missing', kind: null, got: null }
  const compared = programs.map((program): Disagreement => {
    const key = keyOf(program.task, program.index)
    return { program, native: native.get(key) ?? none, ours: ours.get(key) ?? none }
  })
  const differing = compared.filter((one) => !same(one.native, one.ours))
  const tried = trying ? await tryAll(suite, differing, place) : nothingTried
  const solved = ({ base, plus }: Graded): boolean => base === 'pass' && (plus ?? 'pass') === 'pass'
  return {
    title: SUITES[suite],
    programs: programs.length,
    same: programs.length - differing.length,
    solvedAlike: compared.filter((one) => solved(one.native) === solved(one.ours)).length,
    explained: differing.map((one) => explain(one, tried)),
    python: tried.native.get('again') ?? null,
  }
}

const nothingTried: Tried = { native: new Map(), again: new Map(), longer: new Map() }

/** Runs the command as a user would. */
function grade(
  { workers, site }: Place,
  benchmark: string,
  samples: string,
  out: string,
  more: readonly string[],
): Promise<void> {
  const words = ['grade', '--benchmark', benchmark, '--samples', samples, '--out', out, '--extraction', 'none']
  words.push('--workers', workers, ...(site === null ? [] : ['--site', site]), ...more)
  const child = spawn(process.execPath, [join(ROOT, 'cli', 'shakedown.mjs'), ...words], { stdio: ['ignore', 2, 2] })
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('exit', (status) => (status === 0 ? done() : failed(new Error(`grade ended with ${status}`))))
  })
}

async function tryAll(suite: Suite, differing: readonly Disagreement[], place: Place): Promise<Tried> {
  if (differing.length === 0) return nothingTried
  const { folder, data, python, others } = place
  const work = join(folder, `tried-${suite}`)
  mkdirSync(work, { recursive: true })
  const references = readPrograms(join(folder, `${suite}.jsonl`)).filter(({ operator }) => operator === 'reference')
  const tasks = new Set(differing.map(({ program }) => program.task))
  const asked = [
    ...references.filter(({ task }) => tasks.has(task)).map((program) => ({ ...program, index: -1 })),
    ...differing.map(({ program }) => program),
  ].map(({ task, index, solution }) => ({ task_id: task, index, solution }))
  keepFor(work, JSON.stringify(asked))
  const benchmark = join(work, 'data.jsonl')
  writeFileSync(benchmark, gunzipSync(readFileSync(join(data, DATA[suite]))))

  const native = new Map<string, ReturnType<typeof readExperiment>>()
  const attempt = async (
    name: string,
    experiment: string,
    interpreter: string,
    more: Readonly<Record<string, string>>,
  ) => {
    const out = join(work, `${name}.json`)
    if (!existsSync(out)) {
      process.stderr.write(`${suite}, ${asked.length} programs: ${name}\n`)
      const seconds = experiment === 'longer' ? '10' : '1'
      const words = [suite, benchmark, join(work, 'asked.json'), out, '--experiment', experiment, '--seconds', seconds]
      await runNative(interpreter, 'experiments.py', words, more)
    }
    native.set(name, readExperiment(out))
  }
  for (const name of ['again', 'longer', ...NATIVE_TRIALS.map((trial) => trial.name)]) {
    await attempt(name, name, python, {})
  }
  for (const seed of HASH_SEEDS) await attempt(`hash-${seed}`, 'again', python, { PYTHONHASHSEED: String(seed) })
  for (const name of Object.keys(PYTHON_TRIALS)) {
    const interpreter = others.get(name)
    if (interpreter === undefined)
      process.stderr.write(`Not tried, SHAKEDOWN_NATIVE_PYTHONS does not name it: ${name}\n`)
    else await attempt(name, 'counted', interpreter, {})
  }

  const samples = join(work, 'samples.jsonl')
  const lines = differing.map(({ program }) => JSON.stringify({ task_id: program.task, solution: program.solution }))
  writeFileSync(samples, `${lines.join('\n')}\n`)
  const oursAt = async (name: string, more: readonly string[]): Promise<Map<string, Graded>> => {
    const out = join(work, `ours-${name}.json`)
    if (!existsSync(out)) await grade({ ...place, workers: '1' }, benchmark, samples, out, more)
    const results = readResults(out)
    // Their places among the programs of their tasks are others here.
    return new Map(
      readPrograms(samples).flatMap(({ task, index }, at) => {
        const program = differing[at]?.program
        const graded = results.get(keyOf(task, index))
        return program === undefined || graded === undefined ? [] : [[keyOf(program.task, program.index), graded]]
      }),
    )
  }
  return { native, again: await oursAt('again', []), longer: await oursAt('longer', ['--time-factor', '10']) }
}

/** What was tried on other programs is of no use. */
function keepFor(work: string, asked: string): void {
  const path = join(work, 'asked.json')
  if (existsSync(path) && readFileSync(path, 'utf8') === asked) return
  rmSync(work, { recursive: true })
  mkdirSync(work)
  writeFileSync(path, asked)
}

function operatorsOf(
  programs: readonly Program[],
  suites: readonly SuiteAgreement[],
): (readonly [string, number, number])[] {
  const counts = new Map<string, [number, number]>()
  for (const { operator } of programs) counts.set(operator, [(counts.get(operator)?.[0] ?? 0) + 1, 0])
  for (const { program } of suites.flatMap((suite) => suite.explained)) {
    const [count, disagreements] = counts.get(program.operator) ?? [0, 0]
    counts.set(program.operator, [count, disagreements + 1])
  }
  return [...counts].map(([operator, [count, disagreements]]) => [operator, count, disagreements])
}

function environmentOf({ others }: Place, suites: readonly SuiteAgreement[]): string[] {
  const native = suites.map((suite) => suite.python).find((python) => python !== null)
  const tried = Object.values(PYTHON_TRIALS).filter((trial) => others.has(trial.name))
  return [
    native === undefined ? '' : `EvalPlus 0.3.1 ran on Python ${native.python} with numpy ${native.numpy}, 64 bits.`,
    'Ours: Python 3.14.2 in Pyodide 314.0.7, 32 bits, without numpy; limits of both sides are those of 0.3.1 (1 s a call).',
    `Other builds tried on the native side: ${tried.map((trial) => trial.how.replace(/^EvalPlus (on|with) /, '').replace(/,.*/, '')).join(', ')};`,
    'no native Python 3.14 was at hand, so its differences are put on the program one by one.',
  ]
}
