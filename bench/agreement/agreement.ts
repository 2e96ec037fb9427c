import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { format, resolveConfig } from 'prettier'
import { DATA, dataFolder, nativePython, runNative } from '../native.ts'
import type { BenchRow } from '../row.ts'
import { type Disagreement, INTERPRETERS } from './causes.ts'
import { type Graded, keyOf, type Program, readPrograms, readResults, same } from './results.ts'
import { agreementMarkdown, type SuiteAgreement } from './table.ts'
import { type Sides, Trials } from './trials.ts'

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
  const none: Graded = { base: 'missing', plus: 'missing', kind: null, got: null, seconds: null }
  const compared = programs.map((program): Disagreement => {
    const key = keyOf(program.task, program.index)
    return { program, native: native.get(key) ?? none, ours: ours.get(key) ?? none }
  })
  const differing = compared.filter((one) => !same(one.native, one.ours))
  const untried = differing.map((one) => ({ ...one, explanation: null }))
  const { explained, native: again } = trying
    ? await tryAll(suite, differing, place)
    : { explained: untried, native: null }
  const solved = ({ base, plus }: Graded): boolean => base === 'pass' && (plus ?? 'pass') === 'pass'
  return {
    title: SUITES[suite],
    programs: programs.length,
    same: programs.length - differing.length,
    solvedAlike: compared.filter((one) => solved(one.native) === solved(one.ours)).length,
    explained,
    python: again,
  }
}

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

async function tryAll(suite: Suite, differing: readonly Disagreement[], place: Place) {
  const { folder, data, python, others } = place
  const work = join(folder, `tried-${suite}`)
  mkdirSync(work, { recursive: true })
  const benchmark = join(work, 'data.jsonl')
  writeFileSync(benchmark, gunzipSync(readFileSync(join(data, DATA[suite]))))
  const sides: Sides = {
    folder: work,
    python,
    others,
    experiment: async (interpreter, asked, out, { experiments, words, environment }) => {
      const all = [suite, benchmark, asked, out, '--experiments', experiments.join(','), ...words]
      await runNative(interpreter, 'experiments.py', all, environment)
    },
    whole: async (samples, wanted, out, environment) => {
      const part = join(work, 'part.jsonl')
      const rows = readFileSync(benchmark, 'utf8').split('\n')
      const kept = rows.filter((row) => wanted.has(/"task_id": ?"([^"]+)"/.exec(row.slice(0, 200))?.[1] ?? ''))
      writeFileSync(part, `${kept.join('\n')}\n`)
      await runNative(python, 'native.py', [suite, part, samples, out, '--parallel', '2'], environment)
    },
    ours: async (samples, out, options) => {
      await grade({ ...place, workers: '1' }, benchmark, samples, out, options)
    },
  }
  return new Trials(sides, differing).run()
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
  const native = suites.map((suite) => suite.python).find((python) => python !== null && python.python !== '')
  const tried = INTERPRETERS.filter((trial) => others.has(trial.name))
  return [
    native === undefined || native === null
      ? ''
      : `EvalPlus 0.3.1 ran on Python ${native.python} with numpy ${native.numpy}, 64 bits.`,
    'Ours: Python 3.14.2 in Pyodide 314.0.7, 32 bits, without numpy; limits of both sides are those of 0.3.1 (1 s a call).',
    `Other builds tried on the native side: ${tried.map((trial) => trial.how.replace(/^EvalPlus (on|with) /, '').replace(/,.*/, '')).join(', ')};`,
    'no native Python 3.14 was at hand, so its differences are put on the program one by one.',
  ]
}
