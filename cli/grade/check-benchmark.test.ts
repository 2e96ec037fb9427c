import { expect, it } from 'vitest'
import type { ReferenceReport } from '../../src/lab/ports'
import { checkText } from './check-benchmark'

const benchmark = {
  id: 'humaneval-plus-v0.1.10',
  format: 'evalplus',
  md5: 'fe58',
  published: 'HumanEval+ v0.1.10',
  problems: 20,
  tests: { base: 1570, plus: 122_683 },
} as const

function report(index: number, more: Partial<ReferenceReport> = {}): ReferenceReport {
  return {
    taskId: `Test/${index}`,
    faults: [],
    tests: { base: 2, plus: 100 },
    milliseconds: 500,
    slowest: { suite: 'plus', index, milliseconds: index },
    ...more,
  }
}

it('says that nothing is wrong, and what is slow', () => {
  const text = checkText({ benchmark, reports: Array.from({ length: 12 }, (_, index) => report(index)) })
  expect(text).toContain(
    'HumanEval+ v0.1.10: 20 problems, 1,570 base and 122,683 plus tests; format evalplus, md5 fe58',
  )
  expect(text).toContain('12 references checked, 1,224 calls in 6.0 s of Python: no faults')
  const slow = text.split('\n').filter((line) => line.startsWith('  Test/'))
  expect(slow).toHaveLength(10)
  expect(slow[0]).toMatch(/Test\/11, plus 11 +11\.0 ms/)
})

it('names every kind of fault under its task', () => {
  const reports = [
    report(0),
    report(1, {
      slowest: null,
      faults: [
        { kind: 'no-value', suite: 'base', index: 0, what: 'ValueError' },
        { kind: 'fails-tests', test: 'assert f(1) == 2', what: 'AssertionError' },
        { kind: 'differs', suite: 'plus', index: 7, what: '1, then 2' },
        { kind: 'platform-limit', suite: 'plus', index: 8, what: 'stack' },
      ],
    }),
    report(2, { faults: [{ kind: 'not-loaded', what: 'SyntaxError' }] }),
  ]
  const lines = checkText({ benchmark, reports }).split('\n')
  expect(lines[1]).toContain('5 faults in 2 of them')
  expect(lines.slice(2, 9)).toEqual([
    'Test/1',
    '  no value (base 0): ValueError',
    '  fails its tests: assert f(1) == 2: AssertionError',
    '  another value the second time (plus 7): 1, then 2',
    "  beyond the platform's limits (plus 8): stack",
    'Test/2',
    '  not loaded: SyntaxError',
  ])
})
