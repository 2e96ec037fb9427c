import type { Problem, Suite } from '../../../core/benchmarks/types'
import { assertNever } from '../../../core/errors'
import { clippedArguments, clippedRepr } from '../../../core/judge/repr'
import type { TestMark } from '../../../core/judge/verdict'

export interface ShownTest {
  readonly index: number
  /** Python as a person would write it. */
  readonly text: string
  readonly mark: TestMark
}

export interface ShownSuite {
  readonly name: 'base' | 'plus'
  readonly setup: string
  readonly tests: readonly ShownTest[]
  /** Tests that are not shown. */
  readonly more: number
}

const FIRST = 20

/** The first tests of a suite, and the one that failed wherever it stands. */
export function shownSuite(
  name: 'base' | 'plus',
  problem: Problem,
  marks: readonly TestMark[],
  failing: number | null,
): ShownSuite | null {
  const suite = name === 'base' ? problem.base : problem.plus
  if (suite === null) return null
  const count = suite.kind === 'program' ? suite.tests.length : suite.inputs.length
  const indices = Array.from({ length: Math.min(count, FIRST) }, (_, index) => index)
  if (failing !== null && failing >= FIRST && failing < count) indices.push(failing)
  return {
    name,
    setup: suite.kind === 'program' ? suite.setup : '',
    tests: indices.map((index) => ({
      index,
      text: testText(suite, problem.entryPoint, index),
      mark: marks[index] ?? 'not-run',
    })),
    more: count - indices.length,
  }
}

function testText(suite: Suite, entryPoint: string, index: number): string {
  switch (suite.kind) {
    case 'inputs':
      return `${entryPoint}(${clippedArguments(suite.inputs[index] ?? [])})`
    case 'cases': {
      const expected = suite.expected[index]
      const call = `${entryPoint}(${clippedArguments(suite.inputs[index] ?? [])})`
      return expected === undefined ? call : `${call} == ${clippedRepr(expected)}`
    }
    case 'program':
      return suite.tests[index] ?? ''
    default:
      return assertNever(suite)
  }
}
