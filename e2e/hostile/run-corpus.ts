import type { Page } from 'playwright'
import type { Problem } from '../../src/core/benchmarks/types'
import type { Verdict } from '../../src/core/judge/verdict'
import type { HostileProgram } from '../../src/python/hostile/program'
import {
  HOSTILE_OPTIONS,
  patienceFor,
  rememberState,
  runProgram,
  type HostileResult,
  type JudgeCall,
  type Patience,
} from '../../src/python/hostile/run-program'
import { watchPage } from './watched-page'

/** Judges of each patience side by side: their interpreters have nothing in common but the page. */
const JUDGES = 2

export interface CorpusRun {
  /** In the order of the corpus. */
  readonly results: readonly HostileResult[]
  readonly escapes: readonly string[]
}

/** Runs programs by the judge of the built site, on headless.html, which must be open. */
export async function runCorpus(
  page: Page,
  corpus: readonly HostileProgram[],
  say: (result: HostileResult) => void = () => undefined,
): Promise<CorpusRun> {
  const tracks: Readonly<Record<Patience, JudgeCall>>[] = []
  // One after the other: the first leaves what makes the start of the others short.
  for (let number = 0; number < JUDGES; number += 1)
    tracks.push({ brief: await openJudge(page, number, 'brief'), patient: await openJudge(page, number, 'patient') })
  // Before anything hostile runs.
  for (const track of tracks) for (const judge of Object.values(track)) await rememberState(judge)
  const site = page.url().replace(/[^/]*$/, '')
  // A frame that was lost is opened again with the same files.
  const watched = await watchPage(page, (address) => address.startsWith(`${site}assets/`))
  try {
    const runs = corpus.flatMap((program) => program.targets.map((target) => ({ program, target })))
    const results: HostileResult[] = []
    let next = 0
    const work = async (judges: Readonly<Record<Patience, JudgeCall>>) => {
      for (let index = next++; index < runs.length; index = next++) {
        const run = runs[index]
        if (run === undefined) return
        const beacon = `${watched.beacon}${encodeURIComponent(run.program.name)}`
        const judge = judges[patienceFor(run.program)]
        const result = await runProgram(judge, run.program, run.target, beacon, 1000 + index)
        results[index] = result
        say(result)
      }
    }
    await Promise.all(tracks.map(work))
    return { results, escapes: await watched.escapes() }
  } finally {
    await watched.close()
  }
}

/** A judge of the page's own, with one interpreter. */
export async function openJudge(page: Page, number: number, patience: Patience): Promise<JudgeCall> {
  const name = `${patience} ${number}`
  const opened = await page.evaluate(([name, options]) => window.shakedownJudge?.open(name, options), [
    name,
    HOSTILE_OPTIONS[patience],
  ] as const)
  if (opened?.ok !== true) throw new Error(`The judge does not open: ${opened?.error.message ?? 'it is not offered'}`)
  return (problem, program) => judgeOnPage(page, name, problem, program)
}

async function judgeOnPage(page: Page, name: string, problem: Problem, program: string): Promise<Verdict> {
  const outcome = await page.evaluate(
    ([name, problem, program]) => window.shakedownJudge?.judge(name, problem, program),
    [name, problem, program] as const,
  )
  if (outcome?.ok !== true) throw new Error(outcome?.error.message ?? 'The page offers no judge.')
  return outcome.value
}
