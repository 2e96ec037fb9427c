import { expect, test } from 'vitest'
import { assessProgram } from './assess-program'
import type { ProgramOutcome, ProgramTestFailure, ProgramTestOutcome } from './program-outcome'

const suite = { name: 'base', tests: ['assert f(1) == 2', 'check(f)', `assert f('${'x'.repeat(900)}')`] } as const
const passed: ProgramTestOutcome = { type: 'passed' }
const failed = (part: Partial<ProgramTestFailure>): ProgramTestFailure => ({
  type: 'failed',
  name: 'AssertionError',
  message: '',
  statement: '',
  call: null,
  ...part,
})
const run = (...tests: ProgramTestOutcome[]): ProgramOutcome => ({ load: { type: 'loaded' }, tests })

test('passes only when every test ran to its end', () => {
  expect(assessProgram(suite, run(passed, passed, passed))).toEqual({
    status: 'pass',
    kind: 'pass',
    marks: ['pass', 'pass', 'pass'],
    failing: null,
  })
  expect(assessProgram(suite, run(passed))).toMatchObject({
    status: 'fail',
    kind: 'crash',
    marks: ['pass', 'not-run', 'not-run'],
    failing: { index: 1, expected: 'no error', got: 'no answer' },
  })
})

test('a refused value is wrong, and what was asserted is shown', () => {
  const verdict = assessProgram(
    suite,
    run(passed, failed({ message: 'no', statement: '    assert f(3) == 4' }), passed),
  )
  expect(verdict).toEqual({
    status: 'fail',
    kind: 'wrong-value',
    marks: ['pass', 'fail', 'pass'],
    failing: { suite: 'base', index: 1, input: 'check(f)', expected: 'assert f(3) == 4', got: 'AssertionError: no' },
  })
  expect(
    assessProgram(suite, run(failed({ name: 'TypeError', message: 'bad operand', statement: 'abs(f(1))' }))),
  ).toMatchObject({ kind: 'wrong-value', failing: { expected: 'no error', got: 'TypeError: bad operand' } })
})

test("the program's own end keeps its kind, and its trace", () => {
  const trace = [{ line: 3, name: 'f' }]
  expect(
    assessProgram(
      suite,
      run(failed({ name: 'KeyError', call: { type: 'exception', name: 'KeyError', message: 'a', trace } })),
    ),
  ).toMatchObject({ kind: 'exception', failing: { expected: 'no error', got: 'KeyError: a', trace } })
  expect(assessProgram(suite, run(failed({ call: { type: 'not-data', name: 'Match' } })))).toMatchObject({
    kind: 'not-data',
  })
  const late = assessProgram(suite, run(failed({ call: { type: 'timeout', by: 'total' } })))
  expect(late).toMatchObject({ status: 'timeout', kind: 'timeout' })
  const syntax = { type: 'syntax', message: 'SyntaxError: bad', line: 2 } as const
  expect(assessProgram(suite, { load: syntax, tests: [] })).toMatchObject({
    status: 'fail',
    kind: 'syntax',
    failing: { got: 'SyntaxError: bad', trace: [{ line: 2, name: '<module>' }] },
  })
})

test('texts are clipped', () => {
  const verdict = assessProgram(suite, run(passed, passed, failed({ message: 'y'.repeat(900) })))
  expect(verdict.failing?.input.length).toBe(500)
  expect(verdict.failing?.got.length).toBe(500)
})
