import type { Arguments, Problem } from '../benchmarks/types'
import { endingOfCall, endingOfLoad, statusOf } from './endings'
import type { ExpectedValue } from './expected-value'
import { decodeMarshal } from './marshal'
import { oracleOf, tolerances, type Oracle } from './oracles'
import type { SuiteOutcome, TestOutcome } from './outcome'
import { clippedArguments, clippedRepr, clipText } from './repr'
import type { SuiteVerdict } from './suite-verdict'
import type { PyValue } from './value'
import type { FailingTest, SuiteStatus, TestMark, Verdict, VerdictKind } from './verdict'

export type { SuiteVerdict }

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
    const { kind, got } = endingOfLoad(outcome.load)
    const marks = suite.inputs.map((): TestMark => 'not-run')
    return { status: statusOf(outcome.load), kind, marks, failing: describe(0, got) }
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
    status = status === 'timeout' ? status : statusOf(test)
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
    default:
      return endingOfCall(test)
  }
}
