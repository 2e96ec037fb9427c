import type { Arguments, Problem } from '../benchmarks/types'
import { assertNever } from '../errors'
import type { ExpectedValue } from './expected-value'
import { decodeMarshal } from './marshal'
import { oracleOf, tolerances, type Oracle } from './oracles'
import type { LoadOutcome, SuiteOutcome, TestOutcome } from './outcome'
import { clippedArguments, clippedRepr, clipText } from './repr'
import type { PyValue } from './value'
import type { FailingTest, SuiteStatus, TestMark, Verdict, VerdictKind } from './verdict'

export interface SuiteVerdict {
  readonly status: SuiteStatus
  readonly kind: VerdictKind
  readonly marks: readonly TestMark[]
  readonly failing: FailingTest | null
}

/** Calls of the entry point, and what is expected of each. */
export interface AskedSuite {
  readonly name: 'base' | 'plus'
  readonly inputs: readonly Arguments[]
  readonly expected: readonly ExpectedValue[]
}

/** Judges what a program did on one suite. Pass means that every single input was answered, and rightly. */
export function assessSuite(problem: Problem, suite: AskedSuite, outcome: SuiteOutcome): SuiteVerdict {
  const oracle = oracleOf(problem)
  const tolerance = tolerances(
    problem.atol,
    suite.expected.map(({ value }) => value),
  )
  const describe = (index: number, got: string): FailingTest => {
    const expected = suite.expected[index]
    return {
      suite: suite.name,
      index,
      input: clippedArguments(suite.inputs[index] ?? []),
      expected: expected === undefined ? '' : clippedRepr(expected.value),
      got: clipText(got),
    }
  }

  if (outcome.load.type !== 'loaded') {
    const { kind, got } = describeLoad(outcome.load)
    const marks = suite.inputs.map((): TestMark => 'not-run')
    return { status: isProcessTimeout(outcome.load) ? 'timeout' : 'fail', kind, marks, failing: describe(0, got) }
  }

  let first: { kind: VerdictKind; failing: FailingTest } | null = null
  let status: SuiteStatus = 'pass'
  const marks = suite.inputs.map((input, index): TestMark => {
    const test = outcome.tests[index]
    const expected = suite.expected[index]
    if (test === undefined || expected === undefined) return 'not-run'
    const result = judgeTest(test, { input, expected: expected.value, tolerance: tolerance[index] ?? 0 }, oracle)
    if (result.kind === 'pass') return 'pass'
    first ??= { kind: result.kind, failing: describe(index, result.got) }
    status = status === 'timeout' || isProcessTimeout(test) ? 'timeout' : 'fail'
    return 'fail'
  })
  const unanswered = marks.indexOf('not-run')
  if (first === null && unanswered >= 0) {
    first = { kind: 'crash', failing: describe(unanswered, 'no answer') }
    status = 'fail'
  }
  const { kind, failing } = first ?? { kind: 'pass' as const, failing: null }
  return { status, kind, marks, failing }
}

/** Both suites together: the kind and the failing test are those of the first suite that fails. */
export function combine(
  base: SuiteVerdict,
  plus: SuiteVerdict | null,
  { milliseconds, output }: Pick<Verdict, 'milliseconds' | 'output'>,
): Verdict {
  const decisive = base.kind === 'pass' && plus !== null ? plus : base
  return {
    baseStatus: base.status,
    plusStatus: plus?.status ?? null,
    kind: decisive.kind,
    failing: decisive.failing,
    baseTests: base.marks,
    plusTests: plus?.marks ?? [],
    milliseconds,
    output,
  }
}

/** EvalPlus writes no status, hence "timeout", where its process had to be ended; a call stopped in time is a failure. */
function isProcessTimeout(outcome: LoadOutcome | TestOutcome): boolean {
  return outcome.type === 'timeout' && outcome.by !== 'deadline'
}

function judgeTest(
  test: TestOutcome,
  question: { input: readonly PyValue[]; expected: PyValue; tolerance: number },
  oracle: Oracle,
): { kind: VerdictKind; got: string } {
  switch (test.type) {
    case 'value': {
      const got = decodeMarshal(test.bytes)
      if (got === null) return { kind: 'not-data', got: 'a value that is not plain data' }
      return { kind: oracle({ ...question, got }) ? 'pass' : 'wrong-value', got: clippedRepr(got) }
    }
    case 'not-data':
      return { kind: 'not-data', got: `an object of type ${test.name}` }
    case 'too-large':
      return { kind: 'platform-limit', got: `a value of ${test.bytes} bytes` }
    case 'exception':
    case 'timeout':
    case 'crash':
      return describeInterruption(test)
    default:
      return assertNever(test)
  }
}

function describeLoad(load: Exclude<LoadOutcome, { type: 'loaded' }>): { kind: VerdictKind; got: string } {
  switch (load.type) {
    case 'syntax':
      return { kind: 'syntax', got: load.message }
    case 'no-entry-point':
      return { kind: 'no-entry-point', got: 'no such function' }
    case 'exception':
    case 'timeout':
    case 'crash':
      return describeInterruption(load)
    default:
      return assertNever(load)
  }
}

const IMPORT_ERRORS = ['ImportError', 'ModuleNotFoundError']

function describeInterruption(outcome: Extract<TestOutcome, { type: 'exception' | 'timeout' | 'crash' }>): {
  kind: VerdictKind
  got: string
} {
  switch (outcome.type) {
    case 'exception': {
      const got = outcome.message === '' ? outcome.name : `${outcome.name}: ${outcome.message}`
      if (outcome.name === 'MemoryError') return { kind: 'memory', got }
      return { kind: IMPORT_ERRORS.includes(outcome.name) ? 'import-error' : 'exception', got }
    }
    case 'timeout':
      return { kind: 'timeout', got: 'no answer in time' }
    case 'crash':
      switch (outcome.reason) {
        case 'stack':
          return { kind: 'platform-limit', got: "deeper than the platform's call stack" }
        case 'exit':
          return { kind: 'crash', got: 'the program ended the interpreter' }
        case 'fatal':
        case 'tampered':
          return { kind: 'crash', got: `the interpreter died: ${outcome.message}` }
        default:
          return assertNever(outcome.reason)
      }
    default:
      return assertNever(outcome)
  }
}
