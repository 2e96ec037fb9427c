import { parseBenchmark } from '../src/core/benchmarks/parse'
import type { Problem } from '../src/core/benchmarks/types'
import { createJudge } from '../src/python'
import { HOSTILE_OPTIONS } from '../src/python/hostile/run-program'
import { soak, type SoakResult, type SoakSettings } from '../src/python/soak/soak'

/** Runs in the page: hostile programs and references by turns, in one interpreter. */
async function run(settings: SoakSettings): Promise<SoakResult> {
  const judge = createJudge(HOSTILE_OPTIONS.brief)
  try {
    const references = [...(await problemsOf('starter-mbpp')), ...(await problemsOf('starter-humaneval'))]
    const call = (problem: Problem, program: string) => judge.judge(problem, program)
    return await soak(call, references, settings, (done) => {
      if (done % 100 === 0) console.info(`${done} of ${settings.count}`)
    })
  } finally {
    judge.close()
  }
}

async function problemsOf(id: string): Promise<readonly Problem[]> {
  const response = await fetch(`/benchmarks/${id}.jsonl.gz`)
  return parseBenchmark(id, new Uint8Array(await response.arrayBuffer())).problems
}

declare global {
  interface Window {
    soak?: typeof run
  }
}
window.soak = run
