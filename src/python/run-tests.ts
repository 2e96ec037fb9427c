import * as v from 'valibot'
import type { TestProgram } from '../core/benchmarks/types'
import { decodeMarshal, encodeMarshal } from '../core/judge/marshal'
import type { SuiteOutcome, TestOutcome } from '../core/judge/outcome'
import type { PyValue } from '../core/judge/value'
import { packTuples } from './packed-inputs'
import type { RunProgram } from './sandbox'
import { wholeLimits } from './suite-limits'
import { taggedValue } from './tagged-value'
import { RUNNER_ENTRY, TEST_RUNNER } from './test-runner'

/** What a test program is run around. */
export interface TestSetting {
  /** Source of the reference program; its names are the tests' too. */
  readonly reference: string
  readonly entryPoint: string
  readonly suite: TestProgram
}

/** A call that the tests made, and how it ended. */
export interface AnsweredCall {
  /** Argument tuple, marshalled. */
  readonly arguments: Uint8Array
  readonly outcome: TestOutcome
}

const Failure = v.object({
  name: v.string(),
  message: v.string(),
  /** Which source the line is of: `<reference>`, `<setup>` or `<test>`. */
  place: v.string(),
  line: v.number(),
  /** Index of the call whose end is what the test failed of. */
  call: v.optional(v.nullable(v.number()), null),
})
const Report = v.object({
  broken: v.nullable(Failure),
  tests: v.array(v.nullable(Failure)),
  end: v.nullable(v.array(v.union([v.string(), v.number()]))),
})

export type TestFailure = v.InferOutput<typeof Failure>

export type TestsRun =
  | {
      readonly type: 'ran'
      /** Null for a test that passed; it ends with the first that failed, unless all were asked for. */
      readonly tests: readonly (TestFailure | null)[]
      /** Argument tuples, marshalled, of all calls that the tests made. */
      readonly calls: readonly Uint8Array[]
      readonly milliseconds: number
    }
  /** The last of `calls` is one that has no answer yet. */
  | { readonly type: 'wish'; readonly calls: readonly Uint8Array[] }
  /** They call with a value of a type that is not passed on as data, named so; `tests` have passed before. */
  | { readonly type: 'unusable'; readonly what: string; readonly tests: readonly (TestFailure | null)[] }
  /** The tests cannot be run apart from the program, or not at all: it is they that are wrong. */
  | { readonly type: 'broken'; readonly what: string }
  | { readonly type: 'interrupted'; readonly outcome: SuiteOutcome['load'] | TestOutcome }

/**
 * Runs the tests in a clean interpreter: with the reference behind them (`known` is null), or with the answers that a
 * program gave before.
 */
export async function runTests(
  { reference, entryPoint, suite }: TestSetting,
  known: readonly AnsweredCall[] | null,
  options: { readonly milliseconds: number; readonly goOn: boolean },
  run: RunProgram,
): Promise<TestsRun> {
  const input = encodeMarshal(
    tuple(
      text(reference),
      text(suite.setup),
      list(suite.tests.map(text)),
      text(entryPoint),
      known === null ? { type: 'none' } : list(known.map(answer)),
      { type: 'bool', value: options.goOn },
    ),
  )
  const { bytes, ends } = packTuples([input])
  const outcome = await run({
    source: TEST_RUNNER,
    entryPoint: RUNNER_ENTRY,
    inputs: bytes,
    ends,
    ...wholeLimits(options.milliseconds, 1),
    answer: 'value',
    replies: 'each',
  })
  const [made] = outcome.tests
  if (made?.type !== 'value') return { type: 'interrupted', outcome: made ?? outcome.load }
  const { report, calls } = parseReport(made.bytes)
  if (report.broken !== null) return { type: 'broken', what: describeBroken(report.broken) }
  switch (report.end?.[0]) {
    case 'wish':
      return { type: 'wish', calls }
    case 'unusable':
      return { type: 'unusable', what: String(report.end[1]), tests: report.tests }
    default:
      return { type: 'ran', tests: report.tests, calls, milliseconds: outcome.times[0] ?? 0 }
  }
}

/** The text of the line that failed, and of the whole test where the line is not known. */
export function statementOf({ suite }: TestSetting, test: number, failure: TestFailure): string {
  const source = failure.place === '<setup>' ? suite.setup : (suite.tests[test] ?? '')
  return (source.split('\n')[failure.line - 1] ?? source).trim()
}

export function unusableArgument(what: string): string {
  return `is called by its tests with ${what}, which is not passed on as data`
}

const BROKEN: Readonly<Record<string, string>> = {
  '<reference>': 'does not load',
  '<setup>': "does not bear its tests' preparation",
}

function describeBroken({ place, name, message }: TestFailure): string {
  return `${BROKEN[place] ?? 'fails'} (${message === '' ? name : `${name}: ${message}`})`
}

function answer(call: AnsweredCall): PyValue {
  return tuple({ type: 'bytes', value: call.arguments }, answerOf(call.outcome))
}

function answerOf(outcome: TestOutcome): PyValue {
  if (outcome.type === 'exception') return tuple(text('raise'), text(outcome.name), text(outcome.message))
  const value = outcome.type === 'value' ? decodeMarshal(outcome.bytes) : null
  return value === null ? tuple(text('stop')) : tuple(text('value'), taggedValue(value))
}

/** Our own program made it, in an interpreter where no other has run: a broken report is a bug of ours. */
function parseReport(bytes: Uint8Array): { report: v.InferOutput<typeof Report>; calls: readonly Uint8Array[] } {
  const made = decodeMarshal(bytes)
  const [json, noted] = made?.type === 'tuple' ? made.items : []
  if (json?.type !== 'str' || noted?.type !== 'list') throw new TypeError('The test runner gave no report.')
  const calls = noted.items.map((call) => {
    if (call.type !== 'bytes') throw new TypeError('The test runner noted a call that is not data.')
    return call.value
  })
  return { report: v.parse(Report, JSON.parse(json.value)), calls }
}

const text = (value: string): PyValue => ({ type: 'str', value })
const tuple = (...items: readonly PyValue[]): PyValue => ({ type: 'tuple', items })
const list = (items: readonly PyValue[]): PyValue => ({ type: 'list', items })
