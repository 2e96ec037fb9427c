import { endingOfCall, endingOfLoad, statusOfCall, statusOfLoad, type Ending } from './endings'
import type { ProgramOutcome, ProgramTestFailure } from './program-outcome'
import { clipText } from './repr'
import type { SuiteVerdict } from './suite-verdict'
import type { FailingTest, SuiteStatus, TestMark } from './verdict'

/** A suite of Python tests (TestProgram). */
export interface AskedProgram {
  readonly name: 'base' | 'plus'
  /** Text of each test, in order. */
  readonly tests: readonly string[]
}

/**
 * Judges a program by the tests that are Python themselves. Pass means that every single test ran to its end. A test
 * that raised over a value it got, whatever the exception's name, makes it a wrong value; what the program raised
 * itself, or how it ended, keeps its own kind.
 */
export function assessProgram(suite: AskedProgram, outcome: ProgramOutcome): SuiteVerdict {
  const describe = (index: number, expected: string, ending: Ending): FailingTest => ({
    suite: suite.name,
    index,
    input: clipText(suite.tests[index] ?? ''),
    expected: clipText(expected),
    got: clipText(ending.got),
    ...(ending.trace === undefined ? {} : { trace: ending.trace }),
  })

  if (outcome.load.type !== 'loaded') {
    const ending = endingOfLoad(outcome.load)
    return {
      status: statusOfLoad(outcome.load),
      kind: ending.kind,
      marks: suite.tests.map((): TestMark => 'not-run'),
      failing: describe(0, NO_ERROR, ending),
    }
  }

  const marks = suite.tests.map((_, index): TestMark => {
    const test = outcome.tests[index]
    if (test === undefined) return 'not-run'
    return test.type === 'passed' ? 'pass' : 'fail'
  })
  const first = marks.findIndex((mark) => mark !== 'pass')
  if (first < 0) return { status: 'pass', kind: 'pass', marks, failing: null }
  const failure = outcome.tests[first]
  const ending: Ending =
    failure === undefined || failure.type === 'passed' ? { kind: 'crash', got: 'no answer' } : endingOf(failure)
  const status: SuiteStatus = failure?.type === 'failed' && failure.call !== null ? statusOfCall(failure.call) : 'fail'
  const expected = failure?.type === 'failed' && failure.call === null ? assertedBy(failure) : NO_ERROR
  return { status, kind: ending.kind, marks, failing: describe(first, expected, ending) }
}

const NO_ERROR = 'no error'

function endingOf(failure: ProgramTestFailure): Ending {
  if (failure.call !== null) return endingOfCall(failure.call)
  return { kind: 'wrong-value', got: failure.message === '' ? failure.name : `${failure.name}: ${failure.message}` }
}

function assertedBy({ statement }: ProgramTestFailure): string {
  const text = statement.trim()
  return text.startsWith('assert') ? text : NO_ERROR
}
