import type { Arguments, Problem, Suite } from '../core/benchmarks/types'
import { ExpectedValue } from '../core/judge/expected-value'
import { encodeMarshal } from '../core/judge/marshal'
import { answerOf } from '../core/judge/oracles'
import type { LoadOutcome, SuiteOutcome, TestOutcome } from '../core/judge/outcome'
import { confirmed } from './confirmed'
import type { JudgeSettings } from './options'
import { packArguments, type PackedInputs } from './packed-inputs'
import { referenceFailed } from './reference-failed'
import type { RunProgram } from './sandbox'
import { referenceLimits } from './suite-limits'

export type SuiteName = 'base' | 'plus'

/** Suites whose tests are calls of the entry point. */
export type CallSuite = Exclude<Suite, { kind: 'program' }>

/** What a suite of calls asks, and what each call must give. */
export interface ExpectedSuite {
  readonly inputs: PackedInputs
  readonly arguments: readonly Arguments[]
  /** Marshalled. */
  readonly values: readonly Uint8Array[]
  /** Milliseconds each call took the reference; 0 where the values are written down. */
  readonly times: readonly number[]
}

/** Decoded values take many times the room of their bytes, so they live as long as one use. */
export function expectedValues({ values }: ExpectedSuite): readonly ExpectedValue[] {
  return values.map((bytes) => new ExpectedValue(bytes))
}

/**
 * What is expected of a program on a suite: written down, or what the reference gives in the same build of Python.
 * Throws LabError `reference-failed`, naming the first input that has no value: without it every verdict is a guess.
 */
export async function expectedOf(
  problem: Problem,
  name: SuiteName,
  suite: CallSuite,
  settings: JudgeSettings,
  run: RunProgram,
): Promise<ExpectedSuite> {
  const inputs = packInputs(problem, suite)
  if (suite.kind === 'cases') {
    if (suite.expected.length !== suite.inputs.length)
      throw referenceFailed(problem, `has ${suite.expected.length} values for ${suite.inputs.length} ${name} inputs`)
    const values = suite.expected.map(encodeMarshal)
    return { inputs, arguments: suite.inputs, values, times: suite.inputs.map(() => 0) }
  }
  const outcome = await runReference(problem, inputs, settings, run)
  if (outcome.load.type !== 'loaded') throw referenceFailed(problem, `does not load (${describe(outcome.load)})`)
  const values = suite.inputs.map((_, index) => {
    const test = outcome.tests[index]
    if (test?.type === 'value') return test.bytes
    const what = test === undefined ? 'no answer' : describe(test)
    throw referenceFailed(problem, `gives no value for ${name} input ${index} (${what})`)
  })
  return { inputs, arguments: suite.inputs, values, times: outcome.times }
}

export function bytesOf({ inputs, values }: ExpectedSuite): number {
  return values.reduce((sum, { length }) => sum + length, inputs.bytes.byteLength)
}

/** The program whose answers count. */
export function referenceOf(problem: Problem): string {
  return problem.prompt + problem.canonicalSolution
}

export function runReference(
  problem: Problem,
  inputs: PackedInputs,
  settings: JudgeSettings,
  run: RunProgram,
): Promise<SuiteOutcome> {
  return confirmed(
    ({ replies }) =>
      run({
        source: referenceOf(problem),
        entryPoint: problem.entryPoint,
        inputs: inputs.bytes,
        ends: inputs.ends,
        ...referenceLimits(settings, inputs.ends.length),
        answer: answerOf(problem),
        replies,
      }),
    { outcomeOf: (outcome) => outcome, isTimeout: () => false, confirmTimeouts: false },
  )
}

/** Throws LabError `reference-failed`. */
export function packInputs(problem: Problem, suite: CallSuite): PackedInputs {
  try {
    return packArguments(suite.inputs)
  } catch (problemWithInput) {
    if (problemWithInput instanceof RangeError) throw referenceFailed(problem, problemWithInput.message)
    throw problemWithInput
  }
}

/** For a message: how a run or a call ended that gave no value. */
export function describe(outcome: LoadOutcome | TestOutcome): string {
  switch (outcome.type) {
    case 'exception':
      return outcome.message === '' ? outcome.name : `${outcome.name}: ${outcome.message}`
    case 'not-data':
      return `an object of type ${outcome.name}`
    case 'too-large':
      return `a value of ${outcome.bytes} bytes, more than may be carried out`
    case 'timeout':
      return 'no answer in time'
    case 'crash':
      return outcome.reason === 'stack' ? "deeper than the platform's call stack" : outcome.message
    case 'syntax':
      return outcome.message
    case 'no-entry-point':
      return 'no such function'
    case 'loaded':
    case 'value':
      return outcome.type
  }
}
