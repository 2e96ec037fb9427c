import { expect, test } from 'vitest'
import { compareCode } from '../../code/difference'
import { highlightLines } from '../../code/lines'
import { describeSamples } from './describe-samples'
import { exampleSamples as brokenReferences } from './example-samples'
import { testCount } from './marks'
import { shownSuite } from './shown-tests'
import { exampleBenchmark, exampleFailure, exampleProblem, exampleSamples } from './testing'
import { lineMarks, shownFrames } from './trace'

test('lines of code keep every character', () => {
  const code = 'def f(x):\n\n    return """a\nb""" + x\n'
  const lines = highlightLines(code, compareCode('def f(x):\n', code).changed)
  expect(lines.map((spans) => spans.map(({ text }) => text).join(''))).toEqual(code.split('\n'))
})

test('the line that raised is marked, and the calls on the way there', () => {
  const program = 'def helper(x):\n    return x[0]\n\ndef f(x):\n    return helper(x)\n'
  const { failing } = exampleFailure('T/0', {
    failing: {
      suite: 'base',
      index: 0,
      input: '1',
      expected: '2',
      got: 'TypeError: not subscriptable',
      trace: [
        { line: 5, name: 'f' },
        { line: 2, name: 'helper' },
      ],
    },
  })
  expect(lineMarks(failing)).toEqual([
    { line: 5, kind: 'way', note: 'called from here' },
    { line: 2, kind: 'here', note: 'TypeError: not subscriptable' },
  ])
  expect(shownFrames(failing, program)).toEqual([
    { line: 5, name: 'f', text: 'return helper(x)' },
    { line: 2, name: 'helper', text: 'return x[0]' },
  ])
  const deep = Array.from({ length: 20 }, () => ({ line: 3, name: 'f' }))
  expect(lineMarks(failing === null ? null : { ...failing, trace: deep })).toHaveLength(1)
  expect(lineMarks(exampleFailure('T/0').failing)).toEqual([])
})

test('the first tests are shown as Python, and the failing one wherever it stands', () => {
  const inputs = Array.from({ length: 40 }, (_, place) => [{ type: 'int' as const, value: BigInt(place) }])
  const problem = exampleProblem('T/0', { base: { kind: 'inputs', inputs }, plus: null })
  const suite = shownSuite('base', problem, ['pass', 'fail'], 30)
  expect(suite?.tests.slice(0, 3)).toEqual([
    { index: 0, text: 'add_one(0)', mark: 'pass' },
    { index: 1, text: 'add_one(1)', mark: 'fail' },
    { index: 2, text: 'add_one(2)', mark: 'not-run' },
  ])
  expect(suite?.tests.at(-1)).toEqual({ index: 30, text: 'add_one(30)', mark: 'not-run' })
  expect(suite?.more).toBe(19)
  expect(shownSuite('plus', problem, [], null)).toBeNull()
})

test('values written down and tests in Python are shown as they are', () => {
  const one = { type: 'int' as const, value: 1n }
  const problem = exampleProblem('T/0', {
    base: { kind: 'cases', inputs: [[one]], expected: [{ type: 'int', value: 2n }] },
    plus: { kind: 'program', setup: 'import math', tests: ['assert add_one(1) == 2'], seconds: 3 },
  })
  expect(shownSuite('base', problem, [], null)?.tests[0]?.text).toBe('add_one(1) == 2')
  expect(shownSuite('plus', problem, [], null)).toMatchObject({
    setup: 'import math',
    tests: [{ text: 'assert add_one(1) == 2' }],
  })
})

test('samples are described against the benchmark', () => {
  const benchmark = exampleBenchmark(['T/0', 'T/1', 'T/2'].map((taskId) => exampleProblem(taskId)))
  const samples = exampleSamples('T/0', 'T/0', 'T/1', 'T/9')
  expect(describeSamples(samples, benchmark)).toEqual({
    samples: 4,
    completions: 0,
    tasks: 3,
    least: 1,
    most: 2,
    known: 3,
    unknown: ['T/9'],
    missing: ['T/2'],
  })
  expect(describeSamples(samples, null)).toMatchObject({ known: 4, unknown: [], missing: [] })
})

test('the example samples are the references, some of them broken, the same every time', () => {
  const benchmark = exampleBenchmark(Array.from({ length: 11 }, (_, place) => exampleProblem(`T/${place}`)))
  const { samples, md5 } = brokenReferences(benchmark)
  const reference = exampleProblem('T/0').prompt + exampleProblem('T/0').canonicalSolution
  const right = samples.filter(({ text }) => text.value === reference)
  expect(samples).toHaveLength(14)
  expect(right.length).toBeGreaterThan(4)
  expect(right.length).toBeLessThan(10)
  expect(samples[4]?.text.value).toContain('return x + 1[0]')
  expect(brokenReferences(benchmark).md5).toBe(md5)
})

test('counts of tests', () => {
  expect([testCount('1101-'), testCount('')]).toEqual(['3/5', '0/0'])
})
