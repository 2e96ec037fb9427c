import fc from 'fast-check'
import { strToU8 } from 'fflate'
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { LabError } from '../errors'
import { clippedArguments, clippedRepr } from '../judge/repr'
import { parseBenchmark } from './parse'
import { SuiteRowSchema } from './suite-schema'
import type { Problem } from './types'

const ROW = {
  task_id: 'Mine/0',
  prompt: 'def f(x):\n    """x."""\n',
  entry_point: 'f',
  tests: { cases: [{ input: [1], expected: 2 }] },
}
const parse = (row: object | string) =>
  parseBenchmark('mine.jsonl', strToU8(typeof row === 'string' ? row : JSON.stringify(row)))
const only = (row: object | string): Problem => {
  const [problem] = parse(row).problems
  if (problem === undefined) throw new Error('no problem')
  return problem
}

describe('a suite of one’s own', () => {
  test('the example of docs/suites.md', () => {
    const page = readFileSync('docs/suites.md', 'utf8')
    const example = /```jsonl\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    const { format, form, problems } = parse(example)
    expect([format, form]).toEqual(['shakedown', 'humaneval'])
    expect(problems.map(({ base, plus }) => [base.kind, plus?.kind])).toEqual([
      ['cases', undefined],
      ['cases', undefined],
      ['inputs', 'inputs'],
      ['program', undefined],
    ])
    const [, swap, mean, shout] = problems
    expect(swap?.base).toMatchObject({ inputs: [[{ type: 'tuple' }]], expected: [{ type: 'tuple' }] })
    expect(mean).toMatchObject({ atol: 1e-9, canonicalSolution: '    return sum(xs) / len(xs)\n' })
    expect(mean?.plus).toMatchObject({ inputs: [[{}], [{ items: [{ value: 10n ** 21n }, { value: 2n }] }]] })
    expect(shout?.base).toEqual({
      kind: 'program',
      setup: 'import re',
      tests: ["assert shout('a') == 'A!'", "assert re.fullmatch('[A-Z]+!', shout('abc'))"],
      seconds: 2,
    })
    for (const line of example.trim().split('\n')) v.parse(SuiteRowSchema, JSON.parse(line))
    const literal = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    expect(only({ ...ROW, tests: { cases: [{ input: [JSON.parse(literal)], expected: 1 }] } }).base).toMatchObject({
      inputs: [
        [
          {
            type: 'dict',
            entries: [
              [{ type: 'tuple' }, { type: 'set' }],
              [{ type: 'bytes' }, { type: 'complex' }],
            ],
          },
        ],
      ],
    })
  })

  test('values: JSON as Python reads it, literals at any depth', () => {
    const { base } = only(
      `{"task_id": "Mine/0", "prompt": "def f(x): pass", "entry_point": "f", "tests": {"cases": [{"input": [1, 1.0, NaN, {"a": [{"$py": "{1}"}]}], "expected": {"$py": "float('inf')"}}]}}`,
    )
    if (base.kind !== 'cases') throw new Error(base.kind)
    expect(clippedArguments(base.inputs[0] ?? [])).toBe("1, 1.0, nan, {'a': [{1}]}")
    expect(base.expected.map((value) => clippedRepr(value))).toEqual(['inf'])
  })

  test.each([
    ['an unknown field', { ...ROW, plus_test: ROW.tests }, /line 1: unknown field "plus_test"; known: /],
    ['no tests', { ...ROW, tests: {} }, /"tests" must have one of cases, inputs, asserts/],
    ['tests that are no object', { ...ROW, tests: [] }, /"tests" must be an object/],
    ['two kinds', { ...ROW, tests: { ...ROW.tests, inputs: [[1]] } }, /must have one of/],
    ['an empty list', { ...ROW, tests: { cases: [] } }, /"tests".cases must be a list of tests/],
    ['plus tests only', { ...ROW, tests: undefined, plus_tests: ROW.tests }, /"tests" must be an object/],
    [
      'setup where nothing needs it',
      { ...ROW, tests: { ...ROW.tests, setup: '' } },
      /unknown field "setup" beside cases/,
    ],
    [
      'a case without expected',
      { ...ROW, tests: { cases: [{ input: [1] }] } },
      /test 1 must have "input" and "expected"/,
    ],
    ['a case with more', { ...ROW, tests: { cases: [{ input: [1], expected: 1, got: 2 }] } }, /nothing else/],
    ['arguments that are no list', { ...ROW, tests: { cases: [{ input: 1, expected: 1 }] } }, /a list of arguments/],
    ['inputs without reference', { ...ROW, tests: { inputs: [[1]] } }, /needs "canonical_solution"/],
    ['an assert that is no text', { ...ROW, tests: { asserts: [1] } }, /"tests".asserts, test 1 must be text/],
    ['a limit for calls', { ...ROW, time_limit: 1 }, /"time_limit" is for "asserts"/],
    ['no limit', { ...ROW, tests: { asserts: ['x'] }, time_limit: 0 }, /above 0, at most 600/],
    ['a tolerance below 0', { ...ROW, atol: -1 }, /"atol" must be/],
    [
      'a wrong literal',
      { ...ROW, tests: { cases: [{ input: [{ $py: 'f(1)' }], expected: 1 }] } },
      /"f\(1\)" is no Python literal: only set/,
    ],
    [
      'a literal with company',
      { ...ROW, tests: { cases: [{ input: [{ $py: '1', a: 1 }], expected: 1 }] } },
      /stands alone/,
    ],
    ['a literal that is no text', { ...ROW, tests: { cases: [{ input: [{ $py: 1 }], expected: 1 }] } }, /stands alone/],
    ['an entry point that is no name', { ...ROW, entry_point: 'a b' }, /"entry_point" must be a name/],
    ['an empty task id', { ...ROW, task_id: ' ' }, /"task_id" must not be empty/],
  ])('names %s', (_name, row, message) => {
    expect(() => parse(row)).toThrow(
      expect.objectContaining({ code: 'bad-benchmark', message: expect.stringMatching(message) }),
    )
  })

  test('what the parser reads, the exported schema accepts, and what the schema refuses, the parser refuses', () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constant({ $py: '(1,)' }))
    const mostly = (good: fc.Arbitrary<unknown>) => fc.oneof({ arbitrary: good, weight: 9 }, value)
    const list = (item: fc.Arbitrary<unknown>) => fc.array(item, { minLength: 0, maxLength: 3, size: 'max' })
    const call = mostly(list(value))
    const tests = fc.oneof(
      fc.record({ cases: list(fc.record({ input: call, expected: value })) }),
      fc.record({ inputs: list(call) }),
      fc.record({ asserts: list(mostly(fc.constant('assert f'))), setup: fc.string() }, { requiredKeys: ['asserts'] }),
      value,
    )
    const needed = {
      task_id: mostly(fc.constant('Mine/0')),
      prompt: fc.constant('def f(x): pass'),
      entry_point: fc.constant('f'),
      canonical_solution: mostly(fc.constant('x')),
      tests,
    }
    const more = { plus_tests: tests, atol: mostly(fc.constant(0.5)), time_limit: mostly(fc.constant(2)) }
    const row = fc.oneof(
      { arbitrary: fc.record(needed), weight: 4 },
      fc.record({ ...needed, ...more }, { requiredKeys: ['prompt'] }),
      fc.record({ ...needed, extra: value }),
    )
    let read = 0
    let refused = 0
    fc.assert(
      fc.property(row, (candidate) => {
        const text = JSON.stringify(candidate)
        const isValid = v.safeParse(SuiteRowSchema, JSON.parse(text)).success
        try {
          parse(text)
          read += 1
          expect(isValid, text).toBe(true)
        } catch (problem) {
          if (!(problem instanceof LabError)) throw problem
          expect(problem.code).toBe('bad-benchmark')
          if (!isValid) refused += 1
        }
      }),
      { numRuns: 2000, seed: 5 },
    )
    expect(read).toBeGreaterThan(50)
    expect(refused).toBeGreaterThan(500)
  })
})
