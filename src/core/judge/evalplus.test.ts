import { expect, test } from 'vitest'
import { assessSuite } from './assess'
import { ExpectedValue } from './expected-value'
import suites from './fixtures/suites.json'
import { decodeMarshal, encodeMarshal } from './marshal'
import { answerOf } from './oracles'
import type { TestOutcome } from './outcome'

/** Suites that EvalPlus 0.3.1 itself judged: fixtures/make_suites.py. */
type GoldenSuite = (typeof suites)[number]

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

function outcomeOf(answer: string | null, asked: 'value' | 'not-none'): TestOutcome {
  if (answer === null) return { type: 'exception', name: 'KeyError', message: 'none', trace: [] }
  if (asked === 'value') return { type: 'value', bytes: bytesOf(answer) }
  // As the worker answers: a bool of the program's own stays itself.
  const value = decodeMarshal(bytesOf(answer))
  return {
    type: 'value',
    bytes: encodeMarshal(value?.type === 'bool' ? value : { type: 'bool', value: value?.type !== 'none' }),
  }
}

function judge(suite: GoldenSuite) {
  const problem = {
    taskId: suite.dataset === 'mbpp' ? 'Mbpp/1' : 'HumanEval/1',
    entryPoint: suite.name,
    atol: suite.atol,
  }
  const inputs = suite.inputs.map((input) => {
    const value = decodeMarshal(bytesOf(input))
    return value?.type === 'tuple' ? value.items : []
  })
  const expected = suite.expected.map((value) => new ExpectedValue(bytesOf(value)))
  const tests = suite.answers.map((answer) => outcomeOf(answer, answerOf(problem)))
  return assessSuite(
    problem,
    { name: 'base', inputs, expected },
    { load: { type: 'loaded' }, tests, times: [], output: '' },
  )
}

test('EvalPlus 0.3.1 gives the same status and the same marks', () => {
  const differences = suites.flatMap((suite) => {
    const verdict = judge(suite)
    const marks = verdict.marks.map((mark) => (mark === 'pass' ? '1' : '0')).join('')
    return verdict.status === suite.status && marks === suite.details
      ? []
      : [
          {
            name: suite.name,
            atol: suite.atol,
            marks,
            wanted: suite.details,
            expected: suite.expected,
            got: suite.answers,
            is: verdict.failing,
          },
        ]
  })
  expect(differences).toEqual([])
})

test('the golden suites decide both ways, for every name', () => {
  for (const name of new Set(suites.map((suite) => suite.name))) {
    const details = suites.filter((suite) => suite.name === name).map((suite) => suite.details)
    expect(details.join('')).toContain('1')
    if (name !== 'are_equivalent') expect(details.join('')).toContain('0')
  }
})
