import { parseBenchmark } from '../src/core/benchmarks/parse'
import type { Problem } from '../src/core/benchmarks/types'
import type { Judge } from '../src/lab/ports'
import { createJudge } from '../src/python'

/** Runs in the page: references of a benchmark judged as samples are. */
export interface ScoreMeasurement {
  /** From the judge's making (warm: from its first interpreter's being there) to the last verdict, in milliseconds. */
  readonly milliseconds: number
  /** From the page's navigation to the first verdict, and to the last. */
  readonly first: number
  readonly last: number
  readonly references: number
  /** Task ids whose reference does not pass, with the verdict's kind or the error's code. */
  readonly failing: readonly string[]
  /** Of the programs themselves, as verdicts tell: sum over both lanes. */
  readonly judged: number
}

export interface ScoreAsk {
  /** Address of the benchmark's file. */
  readonly address: string
  readonly lanes: number
  /** `warm`: all interpreters are there before the clock starts. */
  readonly start: 'cold' | 'warm'
  /** Task ids; null for all. */
  readonly tasks: readonly string[] | null
}

let open: Judge | null = null

async function measure({ address, lanes, start, tasks }: ScoreAsk): Promise<ScoreMeasurement> {
  const began = performance.now()
  // Interpreters start while the file is fetched and read, as on the page.
  const judge = createJudge({ lanes })
  open?.close()
  open = judge
  const starting = judge.environment()
  const problems = await problemsOf(address, tasks)
  await starting
  if (start === 'warm') await startAll(judge, lanes)
  const clock = start === 'warm' ? performance.now() : began
  const failing: string[] = []
  let first = NaN
  let judged = 0
  await Promise.all(
    problems.map(async (problem) => {
      try {
        const { kind, milliseconds } = await judge.judge(problem, problem.prompt + problem.canonicalSolution)
        if (kind !== 'pass') failing.push(`${problem.taskId} (${kind})`)
        judged += milliseconds
      } catch (error) {
        failing.push(`${problem.taskId} (${error instanceof Error ? error.message : String(error)})`)
      }
      if (Number.isNaN(first)) first = performance.now()
    }),
  )
  const last = performance.now()
  return { milliseconds: last - clock, first, last, references: problems.length, failing, judged }
}

async function problemsOf(address: string, tasks: readonly string[] | null): Promise<Problem[]> {
  const response = await fetch(address)
  const { problems } = parseBenchmark('bench', new Uint8Array(await response.arrayBuffer()))
  return problems.filter(({ taskId }) => tasks === null || tasks.includes(taskId))
}

/** A program of no benchmark for each lane at once, long enough that none takes two. */
async function startAll(judge: Judge, lanes: number): Promise<void> {
  const problem: Problem = {
    taskId: 'Bench/0',
    prompt: '',
    entryPoint: 'f',
    canonicalSolution: 'def f():\n    return sum(i for i in range(10**6))\n',
    contract: '',
    base: { kind: 'inputs', inputs: [[]] },
    plus: null,
    atol: 0,
    original: null,
  }
  const programs = Array.from({ length: 2 * lanes }, () => judge.judge(problem, problem.canonicalSolution))
  await Promise.all(programs)
}

declare global {
  interface Window {
    measureScore?: typeof measure
  }
}
window.measureScore = measure
