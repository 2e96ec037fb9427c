import type { Arguments, Problem } from '../benchmarks/types'
import { assertNever } from '../errors'
import { endingOfCall, endingOfLoad, statusOfCall, statusOfLoad, type Ending } from './endings'
import type { ExpectedValue } from './expected-value'
import { decodeMarshal } from './marshal'
import { oracleOf, type Oracle, type Question } from './oracles'
import type { SuiteOutcome, TestOutcome } from './outcome'
import { clippedArguments, clippedRepr, clipText } from './repr'
import type { SuiteVerdict } from './suite-verdict'
import { FLOAT_TOLERANCE, isClose } from './tolerance'
import type { FailingTest, TestMark, Verdict } from './verdict'

export type { SuiteVerdict }

/** Calls of the entry point, and what is expected of each. */
export interface AskedSuite {
  readonly name: 'base' | 'plus'
  readonly inputs: readonly Arguments[]
  readonly expected: readonly ExpectedValue[]
}

/**
 * Judges what a program did on one suite, as EvalPlus 0.3.1 does. Pass means that every single input was answered, and
 * rightly; else the first test that fails decides all but the marks. Expected values that a program gives byte by byte
 * are not decoded.
 */
export function assessSuite(
  problem: Pick<Problem, 'taskId' | 'entryPoint' | 'atol'>,
  suite: AskedSuite,
  outcome: SuiteOutcome,
): SuiteVerdict {
  const describe = (index: number, ending: Ending): FailingTest => {
    const expected = suite.expected[index]
    return {
      suite: suite.name,
      index,
      input: clippedArguments(suite.inputs[index] ?? []),
      expected: expected === undefined ? '' : clippedRepr(expected.value),
      got: clipText(ending.got),
      ...(ending.trace === undefined ? {} : { trace: ending.trace }),
    }
  }

  if (outcome.load.type !== 'loaded') {
    const ending = endingOfLoad(outcome.load)
    const marks = suite.inputs.map((): TestMark => 'not-run')
    return { status: statusOfLoad(outcome.load), kind: ending.kind, marks, failing: describe(0, ending) }
  }

  const judge = new SuiteJudge(oracleOf(problem), problem.atol)
  const endings = suite.inputs.map((input, index): Ending | null => {
    const test = outcome.tests[index]
    const expected = suite.expected[index]
    return test === undefined || expected === undefined ? NO_ANSWER : judge.endingOf(test, input, expected)
  })
  const marks = endings.map((ending): TestMark => {
    if (ending === null) return 'pass'
    return ending === NO_ANSWER ? 'not-run' : 'fail'
  })
  for (const [index, ending] of endings.entries()) {
    if (ending === null) continue
    const test = outcome.tests[index]
    const status = test === undefined ? 'fail' : statusOfCall(test)
    return { status, kind: ending.kind, marks, failing: describe(index, ending) }
  }
  return { status: 'pass', kind: 'pass', marks, failing: null }
}

/** Of answers after the first that is wrong only that they are wrong is kept. */
const WRONG: Ending = { kind: 'wrong-value', got: '' }
const NO_ANSWER: Ending = { kind: 'crash', got: 'no answer' }

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

/** Takes the tests of a suite in file order: the tolerance that one expected float brings in stays for all after it. */
class SuiteJudge {
  private hasFailed = false

  constructor(
    private readonly oracle: Oracle,
    private tolerance: number,
  ) {}

  /** Null where the test passes. */
  endingOf(test: TestOutcome, input: Arguments, expected: ExpectedValue): Ending | null {
    const ending = this.judge(test, input, expected)
    this.hasFailed ||= ending !== null
    return ending
  }

  private judge(test: TestOutcome, input: Arguments, expected: ExpectedValue): Ending | null {
    switch (test.type) {
      case 'value':
        return this.endingOfValue(test.bytes, input, expected)
      case 'not-data':
      case 'too-large':
        // The call did return: EvalPlus would have got as far as the tolerance.
        if (this.oracle.kind === 'match') this.admitFloats(expected)
        return endingOfCall(test)
      case 'exception':
      case 'timeout':
      case 'crash':
        return endingOfCall(test)
      default:
        return assertNever(test)
    }
  }

  private endingOfValue(bytes: Uint8Array, input: Arguments, expected: ExpectedValue): Ending | null {
    const { oracle } = this
    if (oracle.kind === 'match' && oracle.equalPasses && expected.isSurely(bytes)) {
      this.admitFloats(expected)
      return null
    }
    // Large answers to many tests would hold up the page, each to be decoded for a second.
    if (this.hasFailed && oracle.kind === 'match' && oracle.isEquality && expected.isSurelyNot(bytes)) {
      this.admitFloats(expected)
      return WRONG
    }
    const got = decodeMarshal(bytes)
    if (got === null) return { kind: 'not-data', got: 'a value that is not plain data' }
    const passes =
      oracle.kind === 'final'
        ? oracle.passes({ input, got, tolerance: this.tolerance })
        : this.matches(oracle, { input, expected: expected.value, got, tolerance: this.tolerance }, expected)
    return passes ? null : { kind: 'wrong-value', got: clippedRepr(got) }
  }

  private matches(oracle: Extract<Oracle, { kind: 'match' }>, question: Question, expected: ExpectedValue): boolean {
    const matches = oracle.matches(question)
    if (matches === null) return false
    this.admitFloats(expected)
    return matches || (this.tolerance !== 0 && isClose(question.got, question.expected, this.tolerance))
  }

  private admitFloats(expected: ExpectedValue): void {
    if (this.tolerance === 0 && expected.isFloats) this.tolerance = FLOAT_TOLERANCE
  }
}
