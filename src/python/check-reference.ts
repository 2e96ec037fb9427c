import type { Problem, Suite, TestProgram } from '../core/benchmarks/types'
import { LabError } from '../core/errors'
import { assessSuite } from '../core/judge/assess'
import { pythonEquals } from '../core/judge/compare'
import { decodeMarshal } from '../core/judge/marshal'
import type { LoadOutcome, SuiteOutcome, TestOutcome } from '../core/judge/outcome'
import { clippedRepr } from '../core/judge/repr'
import type { ReferenceFault, ReferenceReport } from '../lab/ports'
import {
  describe,
  expectedOf,
  expectedValues,
  packInputs,
  referenceOf,
  runReference,
  type CallSuite,
  type SuiteName,
} from './expected'
import type { JudgeSettings } from './options'
import { recordCalls, runProgramSuite, testSetting } from './program-suite'
import { runTests, statementOf, unusableArgument } from './run-tests'
import type { RunProgram } from './sandbox'

interface SuiteReport {
  readonly faults: readonly ReferenceFault[]
  /** Milliseconds of each call. */
  readonly times: readonly number[]
}

/** Runs a problem's reference on its own tests, each time on a clean slate, and says what is wrong with either. */
export async function checkReference(
  problem: Problem,
  suites: 'base' | 'both',
  settings: JudgeSettings,
  run: RunProgram,
): Promise<ReferenceReport> {
  const began = performance.now()
  const base = await checkSuite(problem, 'base', problem.base, settings, run)
  const plus =
    suites === 'base' || problem.plus === null
      ? { faults: [], times: [] }
      : await checkSuite(problem, 'plus', problem.plus, settings, run)
  const faults = [...base.faults, ...plus.faults]
  // What does not even load is said once.
  const isLoaded = !faults.some(({ kind }) => kind === 'not-loaded')
  if (isLoaded && problem.original !== null)
    faults.push(...(await checkTests(problem, problem.original, settings, run)))
  return {
    taskId: problem.taskId,
    faults: isLoaded ? faults : faults.filter((fault, index) => fault.kind !== 'not-loaded' || index === 0),
    tests: { base: base.times.length, plus: plus.times.length },
    milliseconds: performance.now() - began,
    slowest: slowestOf([
      ['base', base.times],
      ['plus', plus.times],
    ]),
  }
}

async function checkSuite(
  problem: Problem,
  name: SuiteName,
  suite: Suite,
  settings: JudgeSettings,
  run: RunProgram,
): Promise<SuiteReport> {
  // A person's own suite with its values written down needs no reference.
  if (problem.canonicalSolution === '') return { faults: [], times: [] }
  try {
    return suite.kind === 'program'
      ? await checkProgram(problem, name, suite, settings, run)
      : await checkCalls(problem, name, suite, settings, run)
  } catch (thrown) {
    if (!(thrown instanceof LabError) || thrown.code !== 'reference-failed') throw thrown
    return { faults: [{ kind: 'fails-tests', test: name, what: thrown.message }], times: [] }
  }
}

async function checkCalls(
  problem: Problem,
  name: SuiteName,
  suite: CallSuite,
  settings: JudgeSettings,
  run: RunProgram,
): Promise<SuiteReport> {
  const inputs = packInputs(problem, suite)
  const first = await runReference(problem, inputs, settings, run)
  const notLoaded = loadFault(first.load)
  if (notLoaded !== null) return { faults: [notLoaded], times: [] }
  const second = await runReference(problem, inputs, settings, run)
  const faults = suite.inputs.flatMap((_, index) => callFaults(name, index, first, second))
  if (suite.kind === 'cases' && faults.length === 0)
    faults.push(...(await caseFaults(problem, name, suite, first, settings, run)))
  return { faults, times: first.times }
}

function callFaults(name: SuiteName, index: number, first: SuiteOutcome, second: SuiteOutcome): ReferenceFault[] {
  const one = first.tests[index]
  const two = second.tests[index]
  // Where a run ended early, its end is named once.
  if (one === undefined) return []
  if (one.type !== 'value') return [valueFault(name, index, one)]
  if (two === undefined) return []
  if (two.type !== 'value') return [{ kind: 'differs', suite: name, index, what: `a value, then ${describe(two)}` }]
  if (isSame(one.bytes, two.bytes)) return []
  const what = `${shown(one.bytes)}, then ${shown(two.bytes)}`
  return [{ kind: 'differs', suite: name, index, what }]
}

async function caseFaults(
  problem: Problem,
  name: SuiteName,
  suite: CallSuite,
  outcome: SuiteOutcome,
  settings: JudgeSettings,
  run: RunProgram,
): Promise<ReferenceFault[]> {
  const expected = await expectedOf(problem, name, suite, settings, run)
  const { kind, failing } = assessSuite(
    problem,
    { name, inputs: suite.inputs, expected: expectedValues(expected) },
    outcome,
  )
  if (kind === 'pass') return []
  return [{ kind: 'fails-tests', test: failing?.input ?? name, what: `${failing?.got} for ${failing?.expected}` }]
}

/** The tests with the reference behind them, and once more as for any other program, its answers passed on as data. */
async function checkProgram(
  problem: Problem,
  name: SuiteName,
  suite: TestProgram,
  settings: JudgeSettings,
  run: RunProgram,
): Promise<SuiteReport> {
  const faults = await checkTests(problem, suite, settings, run)
  if (faults.length > 0) return { faults, times: [] }
  const recorded = await recordCalls(problem, suite, settings, run)
  const how = { settings, slack: 1, replies: 'each' } as const
  const { outcome, calls } = await runProgramSuite(problem, suite, referenceOf(problem), recorded, how, run)
  const notLoaded = loadFault(outcome.load)
  if (notLoaded !== null) return { faults: [notLoaded], times: [] }
  const ended = calls.tests.flatMap((test, index) => (test.type === 'value' ? [] : [valueFault(name, index, test)]))
  const failed = outcome.tests.find((test) => test.type === 'failed')
  if (failed?.type === 'failed') {
    if (failed.call !== null && ended.length > 0) faults.push(...ended)
    else faults.push({ kind: 'fails-tests', test: failed.statement, what: said(failed) })
  }
  return { faults, times: calls.times }
}

async function checkTests(
  problem: Problem,
  suite: TestProgram,
  settings: JudgeSettings,
  run: RunProgram,
): Promise<ReferenceFault[]> {
  const setting = testSetting(problem, suite)
  const options = { milliseconds: settings.timeFactor * settings.referenceSeconds * 1000, goOn: true }
  const made = await runTests(setting, null, options, run)
  switch (made.type) {
    case 'ran':
      return made.tests.flatMap((failure, index): ReferenceFault[] => {
        if (failure === null) return []
        return [{ kind: 'fails-tests', test: statementOf(setting, index, failure), what: said(failure) }]
      })
    case 'broken':
      return [{ kind: 'fails-tests', test: suite.tests[0] ?? '', what: made.what }]
    case 'unusable':
      return [{ kind: 'fails-tests', test: suite.tests[0] ?? '', what: unusableArgument(made.what) }]
    case 'interrupted':
      return [{ kind: 'fails-tests', test: suite.tests[0] ?? '', what: describe(made.outcome) }]
    case 'wish':
      throw new TypeError('The reference answers every call.')
  }
}

function loadFault(load: LoadOutcome): ReferenceFault | null {
  return load.type === 'loaded' ? null : { kind: 'not-loaded', what: describe(load) }
}

/** Python elsewhere may well do what the sandbox's stack, memory or size of a value forbid. */
function valueFault(suite: SuiteName, index: number, outcome: Exclude<TestOutcome, { type: 'value' }>): ReferenceFault {
  const isPlatform =
    outcome.type === 'too-large' ||
    (outcome.type === 'crash' && outcome.reason === 'stack') ||
    (outcome.type === 'exception' && outcome.name === 'MemoryError')
  return { kind: isPlatform ? 'platform-limit' : 'no-value', suite, index, what: describe(outcome) }
}

function isSame(one: Uint8Array, two: Uint8Array): boolean {
  if (one.length === two.length && one.every((byte, index) => byte === two[index])) return true
  const [first, second] = [decodeMarshal(one), decodeMarshal(two)]
  return first !== null && second !== null && pythonEquals(first, second)
}

function shown(bytes: Uint8Array): string {
  const value = decodeMarshal(bytes)
  return value === null ? 'no plain value' : clippedRepr(value)
}

function said({ name, message }: { readonly name: string; readonly message: string }): string {
  return message === '' ? name : `${name}: ${message}`
}

function slowestOf(suites: readonly (readonly [SuiteName, readonly number[]])[]): ReferenceReport['slowest'] {
  let slowest: ReferenceReport['slowest'] = null
  for (const [suite, times] of suites) {
    times.forEach((milliseconds, index) => {
      if (slowest === null || milliseconds > slowest.milliseconds) slowest = { suite, index, milliseconds }
    })
  }
  return slowest
}
