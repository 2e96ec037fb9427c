import type { Problem, TestProgram } from '../core/benchmarks/types'
import type { LoadOutcome, SuiteOutcome, TestOutcome } from '../core/judge/outcome'
import type { ProgramOutcome, ProgramTestOutcome } from '../core/judge/program-outcome'
import { describe, referenceOf } from './expected'
import type { JudgeSettings } from './options'
import { packTuples } from './packed-inputs'
import type { RunRequest } from './protocol'
import { referenceFailed } from './reference-failed'
import {
  runTests,
  statementOf,
  unusableArgument,
  type AnsweredCall,
  type TestSetting,
  type TestsRun,
} from './run-tests'
import type { RunProgram } from './sandbox'
import { wholeLimits } from './suite-limits'

/** How often the tests may ask for calls that nobody foresaw before they count as endless. */
const MOST_ROUNDS = 200
/** And how many times the limit of the tests all rounds may take together. */
const MOST_TIMES_LIMIT = 20
/** Answers that the tests get together, in times the largest one: as objects of the page they take far more room. */
const MOST_TIMES_LARGEST = 2
/** Arguments that can come of an answer: types that are made again of data, and what is nested too deep. */
const MADE_AGAIN = /(of the type (deque|Counter|OrderedDict|range|bytearray|Fraction)|value too deep)$/

/** The calls that a problem's tests make of the reference. */
export interface RecordedCalls {
  /** Argument tuples, marshalled. */
  readonly calls: readonly Uint8Array[]
  /** What the tests took, reference and all. */
  readonly milliseconds: number
}

export interface ProgramRun {
  readonly outcome: ProgramOutcome
  /** Of the program itself, on the calls that the tests made. */
  readonly calls: SuiteOutcome
}

export function testSetting(problem: Problem, suite: TestProgram): TestSetting {
  // Without a solution the prompt alone may not even compile.
  const reference = problem.canonicalSolution === '' ? '' : referenceOf(problem)
  return { reference, entryPoint: problem.entryPoint, suite }
}

/**
 * Runs the tests around the reference and notes what they call it with. Without a reference nothing is foreseen.
 * Throws LabError `reference-failed` where the tests cannot be run apart from the program.
 */
export async function recordCalls(
  problem: Problem,
  suite: TestProgram,
  settings: JudgeSettings,
  run: RunProgram,
): Promise<RecordedCalls> {
  if (problem.canonicalSolution === '') return { calls: [], milliseconds: 0 }
  const options = { milliseconds: settings.timeFactor * settings.referenceSeconds * 1000, goOn: true }
  const recorded = await runTests(testSetting(problem, suite), null, options, run)
  switch (recorded.type) {
    case 'ran':
      return recorded
    case 'broken':
      throw referenceFailed(problem, recorded.what)
    case 'unusable':
      throw referenceFailed(problem, unusableArgument(recorded.what))
    case 'interrupted':
      throw referenceFailed(problem, `does not come through its tests (${describe(recorded.outcome)})`)
    case 'wish':
      throw new TypeError('The reference answers every call.')
  }
}

/**
 * Runs a program on the calls that the tests make, then the tests on its answers; again with other calls for as long as
 * the tests ask for some that were not foreseen. `slack` multiplies the limits.
 */
export async function runProgramSuite(
  problem: Problem,
  suite: TestProgram,
  program: string,
  recorded: RecordedCalls,
  how: { readonly settings: JudgeSettings; readonly slack: number; readonly replies: RunRequest['replies'] },
  run: RunProgram,
): Promise<ProgramRun> {
  const { settings, slack, replies } = how
  const factor = slack * settings.timeFactor
  const limit = factor * suite.seconds * 1000
  const testsLimit = Math.max(limit, factor * settings.referenceFactor * recorded.milliseconds)
  const setting = testSetting(problem, suite)
  const began = performance.now()
  const isEndless = (round: number) => round >= MOST_ROUNDS || performance.now() - began > MOST_TIMES_LIMIT * testsLimit
  let calls = recorded.calls
  for (let round = 0; ; round += 1) {
    const packed = packTuples(calls)
    const answered = await run({
      source: program,
      entryPoint: problem.entryPoint,
      inputs: packed.bytes,
      ends: packed.ends,
      ...wholeLimits(limit, calls.length),
      answer: 'value',
      replies,
    })
    const load = asWhole(answered.load)
    if (load.type !== 'loaded') return { outcome: { load, tests: [] }, calls: answered }
    const bounded = withinBytes(MOST_TIMES_LARGEST * settings.valueBytes)
    const known = answered.tests.map((outcome, index): AnsweredCall => {
      return { arguments: calls[index] ?? new Uint8Array(), outcome: bounded(asWhole(outcome)) }
    })
    const made = await runTests(setting, known, { milliseconds: testsLimit, goOn: false }, run)
    if (made.type === 'wish' && !isEndless(round)) {
      // What was foreseen after it may still come.
      calls = [...made.calls, ...calls.slice(made.calls.length)]
      continue
    }
    if (made.type === 'broken') throw referenceFailed(problem, made.what)
    // With a reference behind them they called with nothing of the kind: it comes of the program's own answers.
    if (made.type === 'unusable' && problem.canonicalSolution === '' && !MADE_AGAIN.test(made.what))
      throw referenceFailed(problem, unusableArgument(made.what))
    return { outcome: { load, tests: testOutcomes(setting, made, known) }, calls: answered }
  }
}

function testOutcomes(
  setting: TestSetting,
  made: Exclude<TestsRun, { type: 'broken' }>,
  known: readonly AnsweredCall[],
): ProgramTestOutcome[] {
  switch (made.type) {
    case 'wish':
      return [cutShort('The tests ask for ever more calls that depend on the answers before.', OUT_OF_TIME)]
    case 'unusable':
      return [
        ...made.tests.map((): ProgramTestOutcome => ({ type: 'passed' })),
        cutShort(`The tests call with ${made.what}.`, { type: 'not-data', name: made.what.replace(/^.* type /, '') }),
      ]
    case 'interrupted':
      return [cutShort(`The tests did not end on the answers (${describe(made.outcome)}).`, endOf(made.outcome))]
    case 'ran':
      return made.tests.map((failure, index): ProgramTestOutcome => {
        if (failure === null) return { type: 'passed' }
        const call = failure.call === null ? undefined : known[failure.call]?.outcome
        return {
          type: 'failed',
          name: failure.name,
          message: failure.message,
          statement: statementOf(setting, index, failure),
          call: call === undefined ? null : call.type === 'value' ? notData(failure) : call,
        }
      })
  }
}

/** The first answer that is beyond it, and all after it, are too large. */
function withinBytes(most: number): (outcome: TestOutcome) => TestOutcome {
  let bytes = 0
  return (outcome) => {
    if (outcome.type !== 'value') return outcome
    bytes += outcome.bytes.length
    return bytes <= most ? outcome : { type: 'too-large', bytes }
  }
}

type CallEnd = Exclude<TestOutcome, { type: 'value' }>

const OUT_OF_TIME: CallEnd = { type: 'timeout', by: 'total' }

function cutShort(message: string, call: CallEnd): ProgramTestOutcome {
  return { type: 'failed', name: '', message, statement: '', call }
}

/** How the tests themselves ended where they were ended. */
function endOf(outcome: LoadOutcome | TestOutcome): CallEnd {
  return outcome.type === 'exception' || outcome.type === 'crash' ? outcome : OUT_OF_TIME
}

/** A value that cannot be read ends its test without an error of the test's own. */
function notData({ name }: { readonly name: string }): CallEnd | null {
  return name === '' ? { type: 'not-data', name: 'unknown' } : null
}

/** There is one limit for the whole of it, so whatever was stopped was stopped by that. */
function asWhole<Outcome extends LoadOutcome | TestOutcome>(
  outcome: Outcome,
): Outcome | { type: 'timeout'; by: 'total' } {
  return outcome.type === 'timeout' && outcome.by === 'deadline' ? { type: 'timeout', by: 'total' } : outcome
}
