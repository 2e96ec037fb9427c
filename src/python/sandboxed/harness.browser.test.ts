import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeMarshal } from '../../core/judge/marshal'
import type { TestOutcome } from '../../core/judge/outcome'
import { clippedRepr as repr } from '../../core/judge/repr'
import { DirectFrame, type DirectRun, type DirectWorker } from './testing/direct-worker'

/** What a worker makes of programs, before anything is judged. */

let frame: DirectFrame
let worker: DirectWorker
beforeAll(async () => {
  frame = await DirectFrame.open()
  worker = await frame.start()
})
afterAll(() => frame.close())

/** A fresh worker after a run that ended the one before. */
async function run(...details: Parameters<DirectWorker['run']>): Promise<DirectRun> {
  const result = await worker.run(...details)
  if (!result.reusable) worker = await frame.start()
  return result
}

function shown(outcome: TestOutcome | undefined): string {
  if (outcome?.type === 'not-data') return `not-data ${outcome.name}`
  if (outcome?.type !== 'value') return outcome === undefined ? 'nothing' : outcome.type
  const value = decodeMarshal(outcome.bytes)
  return value === null ? 'broken' : repr(value)
}

/** `setting` at the top level, `value` as the answer. */
async function valueOf(value: string, setting = ''): Promise<string> {
  const { load, tests } = await run(`${setting}\ndef f(): return ${value}\n`)
  return load?.type === 'loaded' ? shown(tests[0]) : JSON.stringify(load)
}

describe('values carried out', () => {
  test.each([
    ['None', 'None'],
    ['[True, False]', '[True, False]'],
    ['[0, -1, 2**31 - 1, -2**31, 2**31, -2**31 - 1, -10**30]', null],
    ['[0.1, -0.0, float("inf"), float("-inf"), float("nan")]', null],
    ['complex(1, -2)', null],
    ['"a\\u00e9\\u20ac\\U0001f600" + chr(0) + chr(0xd800)', null],
    ['b"\\x00\\xff"', null],
    ['((), (1,), [[]], {}, {1: {2: 3}})', '((), (1,), [[]], {}, {1: {2: 3}})'],
    ['{3}', '{3}'],
    ['frozenset([1])', 'frozenset({1})'],
    ['range(1, 10**20, 3)', null],
    ['bytearray(b"ab")', null],
  ])('%s', async (value, expected) => {
    expect(await valueOf(value)).toBe(expected ?? (await valueOf(`list((${value},))`)).slice(1, -1))
    expect(await valueOf(value)).not.toContain('not-data')
  })

  test('of the standard library', async () => {
    const setting = 'from collections import *\nfrom fractions import Fraction\nfrom decimal import Decimal\n'
    expect(await valueOf('deque([1, (2,)], maxlen=5)', setting)).toBe('deque([1, (2,)])')
    expect(await valueOf('Counter("aab")', setting)).toBe("Counter({'a': 2, 'b': 1})")
    expect(await valueOf('OrderedDict([(2, 1), (1, 2)])', setting)).toBe('OrderedDict({2: 1, 1: 2})')
    expect(await valueOf('defaultdict(list, {1: [2]})', setting)).toBe('{1: [2]}')
    expect(await valueOf('[Fraction(6, -8), Decimal("0.50")]', setting)).toBe('[Fraction(-3, 4), Fraction(1, 2)]')
    expect(await valueOf('[Decimal("-inf"), Decimal("1e3")]', setting)).toContain('-inf')
    expect(await valueOf('Decimal("1e99999")', setting)).toBe('too-large')
    expect(await valueOf('Decimal("sNaN")', setting)).toBe('not-data Decimal')
    const moved = `${setting}d = OrderedDict([("a", 1), ((1, "b"), 2), (3, 3)])\nd.move_to_end("a")\n`
    expect(await valueOf('d', moved)).toBe("OrderedDict({(1, 'b'): 2, 3: 3, 'a': 1})")
  })

  test.each([
    ['P(1, 2)', '(1, 2)', 'import collections\nP = collections.namedtuple("P", "x y")'],
    ['N(1)', '(1,)', 'import typing\nclass N(typing.NamedTuple):\n    x: int'],
    ['[E.A, E.B]', '[1, 2]', 'import enum\nclass E(enum.IntEnum):\n    A = 1\n    B = 2'],
    ['E.A | E.B', '3', 'import enum\nclass E(enum.IntFlag):\n    A = 1\n    B = 2'],
    ['E.A', "'x'", 'import enum\nclass E(enum.StrEnum):\n    A = "x"'],
    ['L([1])', '[1]', 'class L(list): pass'],
    [
      'L([1, 2])',
      '[1, 2]',
      'class L(list):\n    def __len__(self): return 9\n    def __iter__(self): return iter("x")',
    ],
    ['D(a=1)', "{'a': 1}", 'class D(dict):\n    def items(self): return []\n    def __missing__(self, key): return 1'],
    ['D(int, a=1)', "{'a': 1}", 'import collections\nclass D(collections.defaultdict): pass'],
    ['D(a=1)', "OrderedDict({'a': 1})", 'import collections\nclass D(collections.OrderedDict): pass'],
    [
      'D([1])',
      'deque([1])',
      'import collections\nclass D(collections.deque):\n    def __iter__(self): return iter("x")',
    ],
    ['[I(5), I(10**20)]', '[5, 100000000000000000000]', 'class I(int):\n    def __index__(self): return 7'],
    ['F(2.5)', '2.5', 'class F(float):\n    def __float__(self): return 7.0'],
    ['S("x")', "'x'", 'class S(str):\n    def __str__(self): return "y"'],
    ['S(b"x")', "b'x'", 'class S(bytes): pass'],
    ['{S([1])}', '{frozenset({1})}', 'class S(frozenset): pass'],
    ['time.gmtime(0)[:2] + (len(time.gmtime(0)),)', '(1970, 1, 9)', 'import time'],
    ['K(3)', '3', 'class K(int):\n    def __hash__(self): return 9'],
    ['{E.A: {P("x")}}', "{1: {'x'}}", 'import enum\nclass E(enum.IntEnum):\n    A = 1\nclass P(str): pass'],
  ])('%s of a subclass that leaves the comparison alone is its base: %s', async (value, expected, setting) => {
    expect(await valueOf(value, setting)).toBe(expected)
    // Within something else as well.
    expect(await valueOf(`[${value}]`, setting)).toBe(`[${expected}]`)
  })

  test.each([
    ['object()', 'object', ''],
    ['[object()]', 'object', ''],
    ['f', 'function', ''],
    ['int', 'type', ''],
    ['f.__code__', 'code', ''],
    ['[f.__code__]', 'code', ''],
    ['...', 'ellipsis', ''],
    ['NotImplemented', 'NotImplementedType', ''],
    ['slice(1)', 'slice', ''],
    ['iter([])', 'list_iterator', ''],
    ['{}.keys()', 'dict_keys', ''],
    ['array.array("b", [1])', 'array', 'import array'],
    ['[array.array("b", [1])]', 'array', 'import array'],
    ['memoryview(b"a")', 'memoryview', ''],
    ['(memoryview(b"a"),)', 'memoryview', ''],
    ['E.A', 'E', 'import enum\nclass E(enum.Enum):\n    A = 1'],
    ['E(3)', 'E', 'class E(int):\n    def __eq__(self, other): return True'],
    ['[E()]', 'E', 'class E(list):\n    def __eq__(self, other): return True'],
    ['E()', 'E', 'class E(list):\n    def __lt__(self, other): return True'],
    ['{1: E()}', 'E', 'class E(dict):\n    def __ne__(self, other): return False'],
    ['E("a")', 'E', 'import collections\nclass E(collections.Counter): pass'],
    ['E(1)', 'E', 'import fractions\nclass E(fractions.Fraction): pass'],
    ['E()', 'E', 'class M:\n    def __eq__(self, other): return True\nclass E(M, list): pass'],
    ['E([1])', 'E', 'class E(list): pass\nE.__eq__ = lambda self, other: True'],
    ['E()', 'E', 'class E:\n    __class__ = list\n    def __reduce__(self): return (list, ())'],
    ['E()', 'E', 'class E:\n    def __buffer__(self, flags): return memoryview(b"right")'],
    ['E', 'M', 'class M(type):\n    def __eq__(self, other): return True\nclass E(metaclass=M): pass'],
    ['x', 'list', 'x = []\nx.append(x)'],
    ['x', 'tuple', 'x = {}\nx[()] = x'],
    ['x', 'list', 'x = []\nfor _ in range(1000): x = [x]'],
    ['D([(K(), 1)])', 'OrderedDict', 'from collections import OrderedDict as D\nclass K: pass'],
    ['{3, K(3)}', 'K', 'class K(int):\n    def __hash__(self): return 9'],
    ['[{(1, K("x")): 2}]', 'K', 'class K(str):\n    def __hash__(self): return 9'],
    ['{frozenset([K((1,))])}', 'K', 'class K(tuple):\n    def __hash__(self): return 9'],
  ])('%s is not data: %s', async (value, name, setting) => {
    expect(await valueOf(value, setting)).toBe(`not-data ${name}`)
  })

  test('patched modules and classes change nothing of it', async () => {
    const setting = [
      'import sys, types, collections, fractions, decimal, marshal, builtins',
      'class Forged(dict):\n    def __eq__(self, other): return True',
      'real = collections.Counter("aab")',
      'collections.Counter.items = collections.Counter.__iter__ = lambda self: iter(())',
      'collections.Counter.__eq__ = lambda self, other: True',
      'collections.Counter = collections.deque = Forged',
      'fractions.Fraction._numerator = 9',
      'marshal.dumps = builtins.isinstance = builtins.type = None',
      'sys.modules["collections"] = types.ModuleType("collections")',
    ].join('\n')
    expect(await valueOf('real', setting)).toBe("Counter({'a': 2, 'b': 1})")
    expect(await valueOf('collections.Counter()', setting)).toBe('not-data Forged')
    expect(await valueOf('fractions.Fraction(3, 4)', 'import fractions\nfractions.Fraction.__eq__ = None')).toBe(
      'Fraction(3, 4)',
    )
  })

  test('a value that holds the same list again and again is too large, and nothing waits for it', async () => {
    const result = await run('x = []\nfor _ in range(60): x = [x, x]\ndef f(): return x\n', {
      limits: [20_000],
      totalLimit: 60_000,
    })
    expect(result.tests[0]).toMatchObject({ type: 'too-large' })
    expect(result.milliseconds).toBeLessThan(15_000)
    const late = await run('x = []\nfor _ in range(60): x = [x, x]\ndef f(): return x\n', { limits: [50] })
    expect(late.tests[0]).toEqual({ type: 'timeout', by: 'deadline' })
  })

  test('a value of many megabytes comes out whole, and one beyond the limit is named', async () => {
    const whole = await run('def f(): return list(range(1_000_000))\n')
    expect(whole.tests[0]?.type === 'value' && whole.tests[0].bytes.length).toBe(5 + 5 * 1_000_000)
    expect((await run('def f(): return "x" * 17_000_000\n')).tests[0]).toMatchObject({ type: 'too-large' })
    expect((await run('def f(): return [1] * 17_000_000\n')).tests[0]).toMatchObject({ type: 'too-large' })
    const many = await run('def f(): return "\\u20ac" * 10_000_000\n')
    expect(many.tests[0]).toMatchObject({ type: 'too-large' })
  })

  test('"not none" tells by identity and carries nothing else out', async () => {
    const ask = async (value: string, setting = '') =>
      shown((await run(`${setting}\ndef f(): return ${value}\n`, { answer: 'not-none' })).tests[0])
    expect(await ask('None')).toBe('False')
    expect(await ask('True')).toBe('True')
    expect(await ask('False')).toBe('False')
    expect(await ask('re.match("a", "a")', 'import re')).toBe('True')
    expect(await ask('re.match("a", "b")', 'import re')).toBe('False')
    expect(await ask('E()', 'class E:\n    def __eq__(self, other): return other is None')).toBe('True')
    expect(await ask('0')).toBe('True')
    expect(await ask('1 // 0')).toBe('exception')
  })
})

describe('exceptions', () => {
  test('name the lines of the program, not those of the library', async () => {
    const source =
      'import functools\ndef g(x):\n    return 1 // x\n\ndef f():\n    return functools.reduce(lambda a, b: g(b),\n        [1, 0])\n'
    expect((await run(source)).tests[0]).toEqual({
      type: 'exception',
      name: 'ZeroDivisionError',
      message: 'division by zero',
      trace: [
        { line: 6, name: 'f' },
        { line: 6, name: '<lambda>' },
        { line: 3, name: 'g' },
      ],
    })
    const library = await run('import json\ndef f():\n    return json.loads("{")\n')
    expect(library.tests[0]).toMatchObject({ name: 'JSONDecodeError', trace: [{ line: 3, name: 'f' }] })
    expect((await run('x = 1\nx.y\n')).load).toMatchObject({
      name: 'AttributeError',
      trace: [{ line: 2, name: '<module>' }],
    })
  })

  test('of a deep recursion keep both ends', async () => {
    const { tests } = await run('def g(n): return g(n + 1)\ndef f(): return g(0)\n')
    const [outcome] = tests
    expect(outcome).toMatchObject({ type: 'exception', name: 'RecursionError' })
    const trace = outcome?.type === 'exception' ? outcome.trace : []
    expect(trace).toHaveLength(20)
    expect(trace[0]).toEqual({ line: 2, name: 'f' })
    expect(trace[19]).toEqual({ line: 1, name: 'g' })
  })

  test('run none of the program when they are described', async () => {
    const source = [
      'class M(type):\n    @property\n    def __name__(cls): raise SystemExit',
      'class E(Exception, metaclass=M):',
      '    def __str__(self):\n        while True: pass',
      '    args = property(lambda self: exec("while True: pass"))',
      '    __traceback__ = property(lambda self: exec("while True: pass"))',
      'class S(str):\n    def __str__(self): return "forged"',
      'def f(): raise E(S("x"))',
    ].join('\n')
    const { tests, milliseconds } = await run(source)
    expect(tests[0]).toEqual({ type: 'exception', name: 'E', message: '', trace: [{ line: 11, name: 'f' }] })
    expect(milliseconds).toBeLessThan(1000)
  })

  test('of the syntax say where', async () => {
    expect((await run('def f():\n    return (1\n')).load).toEqual({
      type: 'syntax',
      message: "SyntaxError: '(' was never closed",
      line: 2,
    })
    expect((await run('def f():\nreturn 1\n')).load).toMatchObject({ type: 'syntax', line: 2 })
    expect((await run('if 1:\n        x\n\ty\n')).load).toMatchObject({ type: 'syntax', line: 3 })
    expect((await run('x = 1\0\n')).load).toMatchObject({ type: 'syntax', line: null })
    expect((await run(`x = "${'y'.repeat(1_000_001)}"`)).load).toMatchObject({
      type: 'syntax',
      message: 'source code is longer than 1000000 characters',
    })
    // One that the program raises is its own.
    expect((await run('raise SyntaxError("x")\n')).load).toMatchObject({ type: 'exception', name: 'SyntaxError' })
  })
})

describe('output', () => {
  test('comes with the end of the run, with or without a newline, from both streams', async () => {
    const source =
      'import sys\nprint("one", end="")\nsys.stderr.write("two")\ndef f():\n    print("thr\\u00e9\\u00e9", end="")\n'
    const { output } = await run(source, { calls: 2 })
    expect(output.includes('one') && output.includes('two') && output.includes('thr\u00e9\u00e9thr\u00e9\u00e9')).toBe(
      true,
    )
    expect((await run('def f(): pass\n')).output).toBe('')
    expect((await run('print("a", end="")\nx = 1 // 0\n')).output).toBe('a')
    expect((await run('print("a", end="")\nwhile True: pass\n', { loadLimit: 100 })).output).toBe('a')
  })

  test('is clipped at 10,000 characters and costs no memory', async () => {
    const flood = 'line = "\\u20ac" * 999_999\nfor _ in range(30): print(line)\ndef f(): return 1\n'
    const { output, reusable, tests } = await run(flood, { loadLimit: 20_000, totalLimit: 30_000 })
    expect(output).toBe('\u20ac'.repeat(10_000))
    expect(shown(tests[0])).toBe('1')
    expect(reusable).toBe(true)
  })

  test('a replaced stream neither hangs nor is asked', async () => {
    const replaced =
      'import sys\nprint("before")\nclass S:\n    def write(self, text): return len(text)\n    def flush(self):\n        while True: pass\nsys.stdout = sys.stderr = S()\ndef f(): return 1\n'
    const { output, milliseconds, reusable } = await run(replaced)
    expect(output).toBe('before\n')
    expect(milliseconds).toBeLessThan(1000)
    expect(reusable).toBe(true)
    for (const ending of [
      'sys.stdout.close()',
      'sys.stdout.detach()',
      'import os; os.close(1)',
      'del sys.stdout, sys.__stdout__',
    ]) {
      const result = await run(`import sys\nprint("x")\n${ending}\ndef f(): return 1\n`)
      expect(shown(result.tests[0])).toBe('1')
    }
    expect((await run('print("after")\n')).output).toBe('after\n')
  })
})

test.each(['input()', 'sys.stdin.read()', 'os.read(0, 1)'])('input cannot be read: %s', async (reading) => {
  const { tests } = await run(`import os, sys\ndef f(): return ${reading}\n`)
  expect(tests[0]).toMatchObject({ type: 'exception', name: 'OSError' })
})

describe('replies', () => {
  test('come one by one, or many at a time and all of them', async () => {
    const each = await run('def f(): return 1\n', { calls: 50, replies: 'each' })
    expect([each.messages, each.tests.length, each.times.length]).toEqual([50, 50, 50])
    const batched = await run('n = 0\ndef f():\n    global n\n    n += 1\n    return n\n', { calls: 500 })
    expect(batched.messages).toBeLessThan(10)
    expect(batched.tests.map(shown)).toEqual(Array.from({ length: 500 }, (_, index) => String(index + 1)))
    const large = await run('def f(): return "x" * 100_000\n', { calls: 10 })
    expect(large.messages).toBeGreaterThanOrEqual(3)
    const slow = await run('import time\ndef f(): time.sleep(0.015)\n', { calls: 6 })
    expect(slow.messages).toBeGreaterThanOrEqual(2)
    const ended = await run('n = 0\ndef f():\n    global n\n    n += 1\n    while n > 3: pass\n', {
      calls: 6,
      limits: Array(6).fill(50) as number[],
    })
    expect(ended.tests.map(shown)).toEqual(['None', 'None', 'None', 'timeout'])
  })
})

describe('limits', () => {
  test('of files: bytes, number, pipes and terminals', async () => {
    const attempts: readonly (readonly [string, RegExp])[] = [
      ['for i in range(100): open(f"/tmp/{i}", "wb", buffering=0).write(bytes(10**6))', /OSError/],
      ['open("/tmp/x", "wb", buffering=0).write(bytes(10**8))', /OSError/],
      ['import os\n    os.truncate(os.open("/tmp/x", os.O_CREAT | os.O_RDWR), 10**9)', /OSError/],
      ['for i in range(10**6): open(f"/tmp/{i}", "w").close()', /OSError/],
      ['import os\n    for i in range(10**6): os.mkdir(f"/tmp/{i}")', /OSError/],
      ['import os\n    for i in range(10**6): os.symlink("x" * 1000, f"/tmp/{i}")', /OSError/],
      ['import os\n    r, w = os.pipe()\n    while True: os.write(w, bytes(10**6))', /OSError/],
      ['t = open("/dev/tty", "wb", buffering=0)\n    for i in range(200): t.write(b"x" * 10**6)', /^value/],
    ]
    for (const [attempt, ending] of attempts) {
      const { tests } = await run(`def f():\n    ${attempt}\n`, { limits: [10_000] })
      const [outcome] = tests
      expect(outcome?.type === 'exception' ? outcome.name : outcome?.type, attempt).toMatch(ending)
    }
    // Deleting makes room for more files.
    const ordinary =
      'import os\ndef f():\n    for i in range(12_000):\n        open("/tmp/x", "w").close()\n        os.remove("/tmp/x")\n    return 1\n'
    expect(shown((await run(ordinary, { limits: [10_000] })).tests[0])).toBe('1')
  })

  test('of memory: an error that the program may catch, and a fresh interpreter after', async () => {
    const result = await worker.run('x = []\ndef f():\n    while True: x.append([0] * 100_000)\n', { limits: [10_000] })
    expect(result.tests[0]).toMatchObject({ type: 'exception', name: 'MemoryError' })
    expect(result.reusable).toBe(false)
    worker = await frame.start()
  })

  test('of time: a call that sleeps is stopped at its limit like any other, and the worker goes on', async () => {
    const { tests, milliseconds, reusable } = await run('import time\ndef f(): time.sleep(100)\n', { limits: [100] })
    expect(tests).toEqual([{ type: 'timeout', by: 'deadline' }])
    expect(milliseconds).toBeLessThan(2000)
    expect(reusable).toBe(true)
    // Clocks tell the time again.
    const clocks = 'import time\ndef f(): return [time.monotonic() < 1e6, time.perf_counter() < 1e6]\n'
    expect(shown((await run(clocks)).tests[0])).toBe('[True, True]')
  })

  test('of the stack are told apart from other deaths, and none leaves a usable interpreter', async () => {
    const deaths: readonly (readonly [string, string])[] = [
      ['import functools\n@functools.lru_cache(None)\ndef g(n): return g(n + 1)\ndef f(): return g(0)\n', 'stack'],
      ['import os\ndef f(): os._exit(0)\n', 'exit'],
      ['import os\ndef f(): os.abort()\n', 'fatal'],
    ]
    for (const [source, reason] of deaths) {
      const result = await run(source)
      expect(result.tests[0]).toMatchObject({ type: 'crash', reason })
      expect(result.reusable).toBe(false)
    }
  })
})

describe('the clean slate', () => {
  test('nothing of files, inodes or descriptors is left', async () => {
    const source =
      'import os\ndef f():\n    name = f"/tmp/{len(os.listdir("/tmp"))}"\n    fd = os.open(name, os.O_CREAT | os.O_RDWR)\n    os.write(fd, b"x")\n    with open("/lib/python314.zip", "r+b") as z: z.write(b"broken")\n    r, w = os.pipe()\n    return [name, fd, os.stat(name).st_ino, r, sorted(os.listdir("/proc/self/fd"))]\n'
    const first = await run(source)
    const second = await run(source)
    expect(shown(second.tests[0])).toBe(shown(first.tests[0]))
    expect(shown(first.tests[0])).toContain('/tmp/')
    expect(shown((await run('import this as t, calendar\ndef f(): return calendar.isleap(2000)\n')).tests[0])).toBe(
      'True',
    )
  })

  test('is restored in milliseconds', async () => {
    const times: number[] = []
    for (let round = 0; round < 30; round += 1) times.push((await run('def f(): return 1\n')).milliseconds)
    const median = times.sort((a, b) => a - b)[15] ?? Infinity
    console.info(`a trivial program with its clean slate: ${median.toFixed(1)} ms`)
    expect(median).toBeLessThan(60)
  })
})
