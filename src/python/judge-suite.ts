import type { Problem, TestProgram } from '../core/benchmarks/types'
import { assessProgram } from '../core/judge/assess-program'
import { assessSuite, type SuiteVerdict } from '../core/judge/assess'
import { UnreadableExpected } from '../core/judge/expected-value'
import { answerOf } from '../core/judge/oracles'
import type { SuiteOutcome } from '../core/judge/outcome'
import { confirmed } from './confirmed'
import { expectedValues, type CallSuite, type ExpectedSuite, type SuiteName } from './expected'
import type { JudgeSettings } from './options'
import { runProgramSuite, type RecordedCalls } from './program-suite'
import { referenceFailed } from './reference-failed'
import type { RunProgram } from './sandbox'
import { suiteLimits } from './suite-limits'

export interface SuiteRun {
  readonly verdict: SuiteVerdict
  /** Of the program, on the calls of the suite. */
  readonly outcome: SuiteOutcome
}

/** A suite, and what the reference made of it. */
export type PreparedSuite =
  | { readonly kind: 'calls'; readonly suite: CallSuite; readonly expected: ExpectedSuite }
  | { readonly kind: 'program'; readonly suite: TestProgram; readonly recorded: RecordedCalls }

/** Runs a program on one suite and judges it. Throws LabError `reference-failed`, and what `run` throws. */
export async function judgeSuite(
  problem: Problem,
  name: SuiteName,
  prepared: PreparedSuite,
  program: string,
  settings: JudgeSettings,
  run: RunProgram,
): Promise<SuiteRun> {
  return confirmed(
    async ({ slack, replies }): Promise<SuiteRun> => {
      switch (prepared.kind) {
        case 'calls': {
          const { expected } = prepared
          const outcome = await run({
            source: program,
            entryPoint: problem.entryPoint,
            inputs: expected.inputs.bytes,
            ends: expected.inputs.ends,
            ...suiteLimits(settings, expected.times, slack),
            answer: answerOf(problem),
            replies,
          })
          return { verdict: assessed(problem, name, expected, outcome), outcome }
        }
        case 'program': {
          const { suite, recorded } = prepared
          const how = { settings, slack, replies }
          const { outcome, calls } = await runProgramSuite(problem, suite, program, recorded, how, run)
          return { verdict: assessProgram({ name, tests: suite.tests }, outcome), outcome: calls }
        }
      }
    },
    {
      outcomeOf: ({ outcome }) => outcome,
      isTimeout: ({ verdict }) => verdict.kind === 'timeout',
      confirmTimeouts: settings.confirmTimeouts,
    },
  )
}

/** The verdict on a suite that was not run, since the program does not even load. */
export function unloadable(
  problem: Problem,
  name: SuiteName,
  prepared: PreparedSuite,
  outcome: SuiteOutcome,
): SuiteVerdict {
  return prepared.kind === 'calls'
    ? assessed(problem, name, prepared.expected, outcome)
    : assessProgram({ name, tests: prepared.suite.tests }, { load: outcome.load, tests: [] })
}

function assessed(problem: Problem, name: SuiteName, expected: ExpectedSuite, outcome: SuiteOutcome): SuiteVerdict {
  try {
    return assessSuite(problem, { name, inputs: expected.arguments, expected: expectedValues(expected) }, outcome)
  } catch (thrown) {
    // An expected value that is not plain data decides nothing.
    if (thrown instanceof UnreadableExpected) throw referenceFailed(problem, `gives no plain value for a ${name} input`)
    throw thrown
  }
}
