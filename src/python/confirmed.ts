import type { SuiteOutcome } from '../core/judge/outcome'
import type { RunRequest } from './protocol'

/** How a program is to be run this time. */
export interface Attempt {
  /** Multiplies every limit. */
  readonly slack: number
  readonly replies: RunRequest['replies']
}

const FIRST: Attempt = { slack: 1, replies: 'batched' }

/**
 * Runs once; and again, in a fresh interpreter, what must not stand on one run. A time-out that decides is confirmed
 * with doubled limits, since the machine may have been busy. Where the worker had to be ended, it had perhaps died
 * before the program came, and answers of a batch were lost: the second run loses none.
 */
export async function confirmed<Result>(
  run: (attempt: Attempt) => Promise<Result>,
  question: {
    readonly outcomeOf: (result: Result) => SuiteOutcome
    readonly isTimeout: (result: Result) => boolean
    readonly confirmTimeouts: boolean
  },
): Promise<Result> {
  const first = await run(FIRST)
  if (question.isTimeout(first) && question.confirmTimeouts) return run({ slack: 2, replies: 'each' })
  if (isUncertain(question.outcomeOf(first))) return run({ slack: 1, replies: 'each' })
  return first
}

/** Whether the end may have been another program's doing, or answers may be missing. */
function isUncertain({ load, tests }: SuiteOutcome): boolean {
  const last = load.type === 'loaded' ? tests.at(-1) : load
  if (last?.type === 'timeout') return last.by === 'watchdog'
  return last?.type === 'crash' && (last.reason === 'tampered' || last.reason === 'fatal')
}
