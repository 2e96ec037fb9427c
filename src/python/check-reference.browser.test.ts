import { afterAll, describe, expect, test } from 'vitest'
import type { Problem } from '../core/benchmarks/types'
import type { PyValue } from '../core/judge/value'
import { createJudge } from './index'

const judge = createJudge({ lanes: 1, referenceSeconds: 2, valueBytes: 100_000, memoryBytes: 64 * 1_048_576 })
afterAll(() => judge.close())

const int = (value: number): PyValue => ({ type: 'int', value: BigInt(value) })

const sound: Problem = {
  taskId: 'Test/half',
  prompt: 'def half(x):\n',
  entryPoint: 'half',
  canonicalSolution: '    return 10 // x\n',
  contract: '',
  base: { kind: 'inputs', inputs: [[int(1)], [int(2)]] },
  plus: { kind: 'inputs', inputs: [[int(5)]] },
  atol: 0,
  original: { kind: 'program', setup: '', tests: ['assert half(1) == 10', 'assert half(3) == 3'], seconds: 3 },
}
const solvedBy = (canonicalSolution: string): Problem => ({ ...sound, canonicalSolution })
const faultsOf = async (problem: Problem) => (await judge.checkReference(problem)).faults

describe('a reference', () => {
  test('that is sound has no faults; its calls are counted and timed', async () => {
    const report = await judge.checkReference(sound)
    expect(report).toMatchObject({ taskId: 'Test/half', faults: [], tests: { base: 2, plus: 1 } })
    expect(report.slowest?.milliseconds).toBeGreaterThanOrEqual(0)
    expect(await judge.checkReference(sound, { suites: 'base' })).toMatchObject({ tests: { base: 2, plus: 0 } })
  })

  test('that does not load is said once', async () => {
    expect(await faultsOf(solvedBy('    return (\n'))).toMatchObject([{ kind: 'not-loaded' }])
    expect(await faultsOf({ ...sound, entryPoint: 'third' })).toMatchObject([
      { kind: 'not-loaded', what: 'no such function' },
    ])
  })

  test('that gives no value is named with the input', async () => {
    const zero: Problem = { ...sound, plus: { kind: 'inputs', inputs: [[int(1)], [int(0)], [int(2)]] } }
    expect(await faultsOf(zero)).toMatchObject([
      { kind: 'no-value', suite: 'plus', index: 1, what: expect.stringContaining('ZeroDivisionError') },
    ])
    expect(await faultsOf(solvedBy('    return lambda: x\n'))).toMatchObject([
      { kind: 'no-value', suite: 'base', index: 0, what: 'an object of type function' },
      { kind: 'no-value', suite: 'base', index: 1 },
      { kind: 'no-value', suite: 'plus', index: 0 },
      { kind: 'fails-tests' },
      { kind: 'fails-tests' },
    ])
  })

  test('that is beyond the sandbox is told apart', async () => {
    const large = solvedBy('    return "x" * 200_000 if x == 2 else 10 // x\n')
    expect(await faultsOf(large)).toMatchObject([{ kind: 'platform-limit', suite: 'base', index: 1 }])
    const memory = solvedBy('    return len([0] * 10**9) if x == 5 else 10 // x\n')
    expect(await faultsOf(memory)).toMatchObject([{ kind: 'platform-limit', suite: 'plus', index: 0 }])
    await expect(judge.judge(large, 'def half(x): return 10 // x')).rejects.toMatchObject({
      code: 'reference-failed',
      message: expect.stringContaining('base input 1'),
    })
  })

  test('that gives another value the second time is found', async () => {
    const clock = solvedBy('    import time\n    return [x, time.perf_counter_ns()]\n')
    expect((await faultsOf(clock)).filter(({ kind }) => kind === 'differs').length).toBeGreaterThan(0)
    // The same numbers are drawn on every clean slate.
    const drawn: Problem = { ...solvedBy('    import random\n    return random.random()\n'), original: null }
    expect(await faultsOf(drawn)).toEqual([])
    const nan: Problem = { ...solvedBy('    return float("nan")\n'), original: null }
    expect(await faultsOf(nan)).toEqual([])
  })

  test('that fails tests of its own is named with each of them', async () => {
    const wrong = solvedBy('    return 10 / x\n')
    expect(await faultsOf(wrong)).toEqual([
      { kind: 'fails-tests', test: 'assert half(3) == 3', what: 'AssertionError' },
    ])
  })

  test('is held against values that are written down', async () => {
    const cases: Problem = {
      ...sound,
      base: { kind: 'cases', inputs: [[int(1)], [int(2)]], expected: [int(10), int(6)] },
      plus: null,
      original: null,
    }
    expect(await faultsOf(cases)).toMatchObject([{ kind: 'fails-tests', test: '2', what: '5 for 6' }])
    expect(await faultsOf({ ...cases, canonicalSolution: '' })).toEqual([])
  })

  test('of a test program is run around it, and apart from it', async () => {
    const tests = ['assert half(1) == 10', 'assert half(half(1)) == 1']
    const program: Problem = {
      ...sound,
      base: { kind: 'program', setup: '', tests, seconds: 3 },
      plus: null,
      original: null,
    }
    expect(await judge.checkReference(program)).toMatchObject({ faults: [], tests: { base: 3 } })
    expect(await faultsOf({ ...program, canonicalSolution: '    return 10 - x\n' })).toMatchObject([
      { kind: 'fails-tests', test: 'assert half(1) == 10' },
    ])
    expect(await faultsOf({ ...program, canonicalSolution: '    return iter([x])\n' })).toMatchObject([
      { kind: 'fails-tests', what: expect.stringContaining('list_iterator') },
    ])
    const keyword: Problem = {
      ...program,
      base: { kind: 'program', setup: '', tests: ['assert half(x=1) == 10'], seconds: 3 },
    }
    expect(await faultsOf(keyword)).toMatchObject([{ kind: 'fails-tests', what: expect.stringContaining("'x'") }])
  })
})

test('values that are written down need no reference', async () => {
  const cases: Problem = {
    ...sound,
    canonicalSolution: '',
    base: { kind: 'cases', inputs: [[int(1)], [int(2)]], expected: [int(10), int(5)] },
    plus: { kind: 'cases', inputs: [[int(3)]], expected: [int(3)] },
  }
  expect(await judge.judge(cases, 'def half(x): return 10 // x')).toMatchObject({
    kind: 'pass',
    baseTests: ['pass', 'pass'],
    plusTests: ['pass'],
  })
  expect(await judge.judge(cases, 'def half(x): return 10 / x')).toMatchObject({
    baseStatus: 'pass',
    plusStatus: 'fail',
    failing: { suite: 'plus', index: 0, expected: '3' },
  })
  expect(await judge.judge(cases, 'def half(x): return 10 / x', { suites: 'base' })).toMatchObject({
    kind: 'pass',
    plusStatus: null,
    plusTests: [],
  })
})

test('a value that is passed in must be one that Python’s marshal knows', async () => {
  const range: Problem = {
    ...sound,
    base: { kind: 'cases', inputs: [[{ type: 'range', start: 0n, stop: 3n, step: 1n }]], expected: [int(3)] },
  }
  await expect(judge.judge(range, 'def half(x): return 3')).rejects.toMatchObject({
    code: 'reference-failed',
    message: expect.stringContaining('range'),
  })
})

test('for a problem that asks for anything but None, that is what is asked', async () => {
  const matching: Problem = {
    taskId: 'Mbpp/737',
    prompt: 'import re\n',
    entryPoint: 'check_str',
    canonicalSolution: 'def check_str(s):\n    return re.search("^[aeiou]", s)\n',
    contract: '',
    base: { kind: 'inputs', inputs: [[{ type: 'str', value: 'annie' }], [{ type: 'str', value: 'dawood' }]] },
    plus: null,
    atol: 0,
    original: {
      kind: 'program',
      setup: '',
      tests: ['assert check_str("annie")\nassert not check_str("dawood")'],
      seconds: 3,
    },
  }
  expect((await judge.judge(matching, matching.prompt + matching.canonicalSolution)).kind).toBe('pass')
  const another = 'def check_str(s):\n    return object() if s[0] in "aeiou" else None\n'
  expect((await judge.judge(matching, another)).kind).toBe('pass')
  expect((await judge.judge(matching, 'def check_str(s): return 1')).baseTests).toEqual(['pass', 'fail'])
  expect(await faultsOf(matching)).toEqual([])
})
