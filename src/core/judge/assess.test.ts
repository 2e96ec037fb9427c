import { describe, expect, test } from 'vitest'
import type { Problem } from '../benchmarks/types'
import { assessSuite, combine } from './assess'
import { ExpectedValue } from './expected-value'
import { encodeMarshal } from './marshal'
import type { SuiteOutcome, TestOutcome } from './outcome'
import type { PyValue } from './value'

const float = (value: number): PyValue => ({ type: 'float', value })
const int = (value: number): PyValue => ({ type: 'int', value: BigInt(value) })
const value = (of: PyValue): TestOutcome => ({ type: 'value', bytes: encodeMarshal(of) })
const loaded = (...tests: TestOutcome[]): SuiteOutcome => ({ load: { type: 'loaded' }, tests, times: [], output: '' })
const problem: Problem = {
  taskId: 'Test/0',
  prompt: '',
  entryPoint: 'f',
  canonicalSolution: '',
  contract: '',
  base: { kind: 'inputs', inputs: [] },
  plus: { kind: 'inputs', inputs: [] },
  atol: 0,
  original: null,
}
const assess = (expected: PyValue[], outcome: SuiteOutcome) =>
  assessSuite(
    problem,
    {
      name: 'base',
      inputs: expected.map((_, index) => [int(index)]),
      expected: expected.map((of) => new ExpectedValue(encodeMarshal(of))),
    },
    outcome,
  )

describe('assessSuite', () => {
  test('passes only when every input is answered', () => {
    expect(assess([int(1), int(2)], loaded(value(int(1)), value(int(2))))).toMatchObject({
      status: 'pass',
      kind: 'pass',
      failing: null,
      marks: ['pass', 'pass'],
    })
    expect(assess([int(1), int(2)], loaded(value(int(1))))).toMatchObject({
      status: 'fail',
      kind: 'crash',
      marks: ['pass', 'not-run'],
    })
    expect(assess([int(1)], loaded())).toMatchObject({ status: 'fail', kind: 'crash' })
  })

  test('names the first failure and marks the rest', () => {
    const verdict = assess(
      [int(1), int(2), int(3)],
      loaded(value(int(1)), value(int(5)), { type: 'exception', name: 'ValueError', message: 'no', trace: [] }),
    )
    expect(verdict).toEqual({
      status: 'fail',
      kind: 'wrong-value',
      marks: ['pass', 'fail', 'fail'],
      failing: { suite: 'base', index: 1, input: '1', expected: '2', got: '5' },
    })
  })

  test('the tolerance that a float brings in stays for later tests, not for earlier ones', () => {
    const near: PyValue = { type: 'complex', real: 1 + 1e-8, imaginary: 0 }
    const exact: PyValue = { type: 'complex', real: 1, imaginary: 0 }
    expect(assess([exact, float(1)], loaded(value(near), value(float(1)))).marks).toEqual(['fail', 'pass'])
    expect(assess([float(1), exact], loaded(value(float(1)), value(near))).marks).toEqual(['pass', 'pass'])
  })

  test('a call stopped in time fails, a worker that had to be ended times out', () => {
    expect(assess([int(1)], loaded({ type: 'timeout', by: 'deadline' }))).toMatchObject({
      status: 'fail',
      kind: 'timeout',
    })
    expect(assess([int(1)], loaded({ type: 'timeout', by: 'watchdog' }))).toMatchObject({
      status: 'timeout',
      kind: 'timeout',
    })
    expect(assess([int(1)], loaded({ type: 'timeout', by: 'total' }))).toMatchObject({
      status: 'timeout',
      kind: 'timeout',
    })
  })

  test('a process that leaves no status of its own is "timeout": it ended itself, died, or took too long to load', () => {
    const exit = { type: 'crash', reason: 'exit', message: '' } as const
    const dead = { type: 'crash', reason: 'fatal', message: 'unreachable' } as const
    const late = { type: 'timeout', by: 'deadline' } as const
    for (const ended of [exit, dead])
      expect(assess([int(1)], loaded(ended))).toMatchObject({ status: 'timeout', kind: 'crash' })
    for (const [load, kind] of [
      [exit, 'crash'],
      [dead, 'crash'],
      [late, 'timeout'],
    ] as const)
      expect(assess([int(1)], { load, tests: [], times: [], output: '' })).toMatchObject({ status: 'timeout', kind })
  })

  test('the first failure alone decides the status', () => {
    const late = { type: 'timeout', by: 'watchdog' } as const
    expect(assess([int(1), int(2)], loaded(value(int(5)), late))).toMatchObject({ status: 'fail', kind: 'wrong-value' })
  })

  test('a call that raises brings no tolerance in, one whose value cannot be carried does', () => {
    const near = value(float(1 + 1e-8))
    const expected: PyValue[] = [float(1), { type: 'tuple', items: [float(1), int(1)] }]
    const answer = value({ type: 'tuple', items: [float(1 + 1e-8), int(1)] })
    const raised = { type: 'exception', name: 'ValueError', message: '', trace: [] } as const
    expect(assess(expected, loaded(near, answer)).marks).toEqual(['pass', 'pass'])
    expect(assess(expected, loaded(raised, answer)).marks).toEqual(['fail', 'fail'])
    expect(assess(expected, loaded({ type: 'not-data', name: 'object' }, answer)).marks).toEqual(['fail', 'pass'])
  })

  test('a failing test carries the lines of its traceback', () => {
    const trace = [{ line: 2, name: 'f' }]
    expect(assess([int(1)], loaded({ type: 'exception', name: 'E', message: '', trace })).failing?.trace).toEqual(trace)
    const syntax = { type: 'syntax', message: 'SyntaxError: bad', line: 7 } as const
    expect(assess([int(1)], { load: syntax, tests: [], times: [], output: '' }).failing?.trace).toEqual([
      { line: 7, name: '<module>' },
    ])
  })

  test('expected values that are given byte by byte are never decoded', () => {
    const broken = Uint8Array.from([1, 2, 3])
    const suite = { name: 'base', inputs: [[]], expected: [new ExpectedValue(broken)] } as const
    // Only a decoder would find out that these are no value.
    expect(assessSuite(problem, suite, loaded({ type: 'value', bytes: broken.slice() })).status).toBe('pass')
  })

  test.each([
    [{ type: 'syntax', message: 'SyntaxError: bad', line: null }, 'syntax'],
    [{ type: 'no-entry-point' }, 'no-entry-point'],
    [{ type: 'exception', name: 'ModuleNotFoundError', message: '', trace: [] }, 'import-error'],
    [{ type: 'exception', name: 'MemoryError', message: '', trace: [] }, 'memory'],
    [{ type: 'exception', name: 'NameError', message: '', trace: [] }, 'exception'],
    [{ type: 'crash', reason: 'stack', message: '' }, 'platform-limit'],
    [{ type: 'crash', reason: 'tampered', message: '' }, 'crash'],
  ] as const)('%o while loading is %s', (load, kind) => {
    const verdict = assess([int(1)], { load, tests: [], times: [], output: '' })
    expect(verdict).toMatchObject({ status: 'fail', kind, marks: ['not-run'] })
    expect(verdict.failing).not.toBeNull()
  })
})

test('combine takes kind and failing test of the first suite that fails', () => {
  const good = assess([int(1)], loaded(value(int(1))))
  const wrong = assess([int(1)], loaded(value(int(2))))
  const broken = assess([int(1)], loaded({ type: 'not-data', name: 'object' }))
  expect(combine(good, wrong, { milliseconds: 3, output: '' })).toMatchObject({
    kind: 'wrong-value',
    baseStatus: 'pass',
    plusStatus: 'fail',
    milliseconds: 3,
  })
  expect(combine(broken, wrong, { milliseconds: 3, output: '' })).toMatchObject({ kind: 'not-data' })
  expect(combine(good, good, { milliseconds: 3, output: '' })).toMatchObject({ kind: 'pass', failing: null })
})

test('large wrong answers to many tests are judged at once', () => {
  const large: PyValue = { type: 'list', items: Array.from({ length: 1_000_000 }, () => ({ type: 'none' }) as const) }
  const answer = value(large)
  const count = 200
  const began = performance.now()
  const verdict = assess(
    Array.from({ length: count }, () => int(1)),
    loaded(...Array.from({ length: count }, () => answer)),
  )
  expect(verdict).toMatchObject({ kind: 'wrong-value', failing: { index: 0 } })
  expect(verdict.marks).toEqual(Array.from({ length: count }, () => 'fail'))
  expect(performance.now() - began).toBeLessThan(5000)
})
