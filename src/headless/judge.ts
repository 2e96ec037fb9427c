import type { Problem } from '../core/benchmarks/types'
import { LabError, toPlainError, type PlainError } from '../core/errors'
import type { Verdict } from '../core/judge/verdict'
import type { Judge, JudgeEnvironment } from '../lab/ports'
import { createJudge, type JudgeOptions } from '../python'

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: PlainError }

/** What headless.html offers of the judge: `window.shakedownJudge`, called through Playwright. Plain data and bigints. */
export interface HeadlessJudgeApi {
  /** Several judges may be open side by side, each by its name; each has a frame and interpreters of its own. */
  open(name: string, options: Omit<JudgeOptions, 'readRuntimeFile'>): Promise<Outcome<JudgeEnvironment>>
  judge(name: string, problem: Problem, program: string): Promise<Outcome<Verdict>>
  close(name: string): void
}

declare global {
  interface Window {
    shakedownJudge?: HeadlessJudgeApi
  }
}

const judges = new Map<string, Judge>()

async function using<T>(name: string, work: (judge: Judge) => Promise<T>): Promise<Outcome<T>> {
  try {
    const judge = judges.get(name)
    if (judge === undefined) throw new LabError('internal', `No judge "${name}" is open.`, 'Please report this.')
    return { ok: true, value: await work(judge) }
  } catch (thrown) {
    return { ok: false, error: toPlainError(thrown) }
  }
}

export const headlessJudge: HeadlessJudgeApi = {
  open: (name, options) => {
    judges.get(name)?.close()
    judges.set(name, createJudge(options))
    return using(name, (judge) => judge.environment())
  },
  judge: (name, problem, program) => using(name, (judge) => judge.judge(problem, program)),
  close: (name) => {
    judges.get(name)?.close()
    judges.delete(name)
  },
}
