import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Problem } from '../core/benchmarks/types'
import type { PyValue } from '../core/judge/value'
import type { VerdictKind } from '../core/judge/verdict'
import { createJudge } from './index'

/** Hostile and broken programs: each gets its verdict, and none disturbs the reference that is run after it. */

const integers = (...values: number[]): PyValue => ({
  type: 'list',
  items: values.map((value) => ({ type: 'int', value: BigInt(value) })),
})

const problem: Problem = {
  taskId: 'Test/0',
  prompt: '"""\nWrite a function to add one to each number.\nassert add_one([1]) == [2]\n"""\n',
  entryPoint: 'add_one',
  canonicalSolution: '\ndef add_one(items):\n    return [item + 1 for item in items]\n',
  contract: '',
  base: { kind: 'inputs', inputs: [[integers(1, 2)], [integers()]] },
  plus: { kind: 'inputs', inputs: [[integers(5)], [integers(-1, 7)]] },
  atol: 0,
  original: null,
}
const reference = problem.prompt + problem.canonicalSolution
const RIGHT = '[item + 1 for item in items]'

/** Inside the function, before the right value is returned. */
const inside = (...lines: string[]) =>
  `def add_one(items):\n${lines.map((line) => `    ${line}\n`).join('')}    return ${RIGHT}\n`

const judge = createJudge({
  minimumSeconds: 1.2,
  loadSeconds: 1.2,
  suiteSeconds: 2,
  graceSeconds: 0.4,
  lanes: 1,
  confirmTimeouts: false,
  valueBytes: 1e6,
  fileBytes: 4e6,
})
beforeAll(async () => {
  await judge.environment()
})
afterAll(() => judge.close())

const CORPUS: readonly (readonly [name: string, program: string, kind: VerdictKind | readonly VerdictKind[]])[] = [
  ['endless loop', inside('while True: pass'), 'timeout'],
  ['endless loop at the top level', 'while True: pass', 'timeout'],
  ['endless loop in C', inside('sum(range(10**12))'), 'timeout'],
  [
    'endless loop that swallows the interrupt',
    inside('while True:', '    try:', '        while True: pass', '    except BaseException: pass'),
    'timeout',
  ],
  [
    'a swallowed interrupt and the right value',
    inside('try:', '    while True: pass', 'except BaseException: pass'),
    'timeout',
  ],
  ['sleep', inside('import time', 'time.sleep(100)'), 'timeout'],
  ['memory bomb, all at once', inside('x = [0] * 10**9'), 'memory'],
  ['memory bomb, step by step', inside('x = []', 'while True: x.append([0] * 100000)'), ['memory', 'timeout']],
  [
    'object equal to everything',
    'class E:\n    def __eq__(self, other): return True\ndef add_one(items): return E()\n',
    'not-data',
  ],
  [
    'int subclass equal to everything',
    'class E(int):\n    def __eq__(self, other): return True\ndef add_one(items): return E(3)\n',
    'not-data',
  ],
  [
    'list subclass equal to everything',
    'class E(list):\n    def __eq__(self, other): return True\ndef add_one(items): return E()\n',
    'not-data',
  ],
  ['a function', 'def add_one(items): return add_one\n', 'not-data'],
  ['a code object', 'def add_one(items): return add_one.__code__\n', 'not-data'],
  ['a generator', 'def add_one(items): return (item + 1 for item in items)\n', 'not-data'],
  [
    'a list that contains itself',
    'def add_one(items):\n    x = []\n    x.append(x)\n    return x\n',
    ['not-data', 'platform-limit'],
  ],
  ['sys.exit', inside('import sys', 'sys.exit(0)'), 'exception'],
  ['sys.exit at the top level', 'import sys\nsys.exit(0)\n', 'exception'],
  ['os._exit', inside('import os', 'os._exit(0)'), 'crash'],
  ['os.abort', inside('import os', 'os.abort()'), 'crash'],
  ['input', inside('input()'), 'exception'],
  ['infinite recursion', 'def add_one(items): return add_one(items)\n', 'exception'],
  [
    'infinite recursion through C',
    'import functools\n@functools.lru_cache(None)\ndef f(n): return f(n + 1)\ndef add_one(items): return f(0)\n',
    ['platform-limit', 'exception'],
  ],
  ['fork', inside('import os', 'os.fork()'), 'exception'],
  ['threads', inside('import threading', 'threading.Thread(target=print).start()'), 'exception'],
  ['subprocess', inside('import subprocess', 'subprocess.run(["ls"])'), 'exception'],
  ['socket', inside('import socket', 'socket.create_connection(("127.0.0.1", 80), 1)'), 'exception'],
  ['import js', inside('import js', 'js.fetch("/")'), 'import-error'],
  ['import pyodide_js', inside('import pyodide_js'), 'import-error'],
  ['a missing module', 'import numpy\n' + inside('pass'), 'import-error'],
  [
    'JavaScript through ctypes',
    inside('import ctypes', 'ctypes.CDLL(None).emscripten_run_script_int(b"fetch(\\"/\\")")'),
    ['exception', 'crash'],
  ],
  ['a missing function', 'def add_two(items): return items\n', 'no-entry-point'],
  ['broken syntax', 'def add_one(items:\n    return\n', 'syntax'],
  ['a NUL byte', inside('pass') + '\0broken(', 'syntax'],
  ['half a surrogate pair', inside('x = "\ud800"'), 'syntax'],
  ['deep nesting in the source', 'x = ' + '('.repeat(1000) + ')'.repeat(1000), ['syntax', 'platform-limit']],
  ['no source at all', '', 'no-entry-point'],
  ['a wrong value', 'def add_one(items): return items\n', 'wrong-value'],
  ['a tuple for a list', 'def add_one(items): return tuple(item + 1 for item in items)\n', 'wrong-value'],
  ['an error', 'def add_one(items): return 1 // 0\n', 'exception'],
  [
    'an error for one input',
    'def add_one(items): return [item + 1 for item in items] if items else items[0]\n',
    'exception',
  ],
  [
    'patched builtins',
    'import builtins, math\nbuiltins.len = builtins.abs = builtins.sum = lambda *x: 0\nbuiltins.__build_class__ = None\nmath.sqrt = None\ndef add_one(items): return len(items)\n',
    'wrong-value',
  ],
  [
    'an exception that runs code when shown',
    'class E(Exception):\n    def __str__(self):\n        while True: pass\ndef add_one(items): raise E()\n',
    'exception',
  ],
  ['a value larger than may be carried out', inside('return "x" * 4_000_000'), 'platform-limit'],
  [
    'a file too large',
    inside('with open("f", "wb") as f:', '    for _ in range(100): f.write(b"x" * 1000000)'),
    'exception',
  ],
  [
    'a deleted standard library',
    inside('import os', 'os.remove("/lib/python314.zip")', 'import this'),
    ['import-error', 'exception'],
  ],
  // These are right, whatever else they do.
  ['100 MB of output', inside('for _ in range(100): print("x" * 1_000_000)'), ['pass', 'timeout']],
  [
    'mutation of the inputs',
    'def add_one(items):\n    for i in range(len(items)): items[i] += 1\n    return items\n',
    'pass',
  ],
  ['a bool is an int', `def add_one(items): return [True if item == 0 else item + 1 for item in items]\n`, 'pass'],
  [
    'an ordered dict in place of a list',
    'from collections import OrderedDict\ndef add_one(items): return OrderedDict()\n',
    'wrong-value',
  ],
  ['floats equal ints', 'def add_one(items): return [item + 1.0 for item in items]\n', 'pass'],
]

test.each(CORPUS)('%s', async (_name, program, expected) => {
  const verdict = await judge.judge(problem, program)
  const kinds = typeof expected === 'string' ? [expected] : expected
  expect(kinds, JSON.stringify(verdict.failing)).toContain(verdict.kind)
  expect(verdict.baseStatus === 'pass' && verdict.plusStatus === 'pass').toBe(verdict.kind === 'pass')
  expect(verdict.failing === null).toBe(verdict.kind === 'pass')
  expect((await judge.judge(problem, reference)).kind).toBe('pass')
})
