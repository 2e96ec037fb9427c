import { atLoad, family, inCall } from './program'

const DEPTH = 'exception platform-limit crash'

const recursion = (setup: string, start: string) =>
  `${setup.replace(/^\n/, '').trimEnd()}\ndef ENTRY(x):\n    return ${start}\n`

export const EXHAUSTING_DEPTH = family(
  'exhausting',
  ['list'],
  [
    ['recursion', 'plain', 'exception', recursion('', 'ENTRY(x)')],
    [
      'recursion unlimited',
      'with the limit raised',
      `${DEPTH} memory timeout`,
      recursion('import sys\nsys.setrecursionlimit(2**30)', 'ENTRY(x)'),
    ],
    [
      'recursion with a cache',
      'through lru_cache',
      DEPTH,
      recursion('import functools\n@functools.lru_cache(None)\ndef f(n): return f(n + 1)', 'f(0)'),
    ],
    [
      'recursion by __call__',
      'callable objects',
      DEPTH,
      recursion('class C:\n    def __call__(self, n): return self(n)', 'C()(1)'),
    ],
    ['recursion by key', 'sorted', DEPTH, recursion('def f(n): return sorted([n], key=f)', 'f(1)')],
    [
      'recursion by operator',
      '__add__',
      DEPTH,
      recursion('class C:\n    def __add__(self, other): return self + other', 'C() + 1'),
    ],
    ['recursion by map', 'max of map', DEPTH, recursion('def f(n): return max(map(f, [n]))', 'f(1)')],
    [
      'recursion by partial',
      'partial functions',
      DEPTH,
      recursion('import functools\ndef f(n): return functools.partial(f, n)()', 'f(1)'),
    ],
    ['recursion by sum', 'a generator in sum', DEPTH, recursion('def f(n): return sum(f(n) for _ in [1])', 'f(1)')],
    [
      'recursion by __init__',
      'objects that make objects',
      DEPTH,
      recursion('class C:\n    def __init__(self): self.one = C()', 'C()'),
    ],
    [
      'recursion by repr',
      'of nested lists',
      `${DEPTH} wrong-value`,
      recursion('y = []\nfor _ in range(100_000): y = [y]', 'repr(y)'),
    ],
    [
      'recursion by ==',
      'of nested lists',
      `${DEPTH} wrong-value`,
      recursion('y, z = [], []\nfor _ in range(100_000): y, z = [y], [z]', 'y == z'),
    ],
    [
      'recursion by deepcopy',
      'of nested lists',
      DEPTH,
      recursion('import copy\ny = []\nfor _ in range(100_000): y = [y]', 'copy.deepcopy(y)'),
    ],
    [
      'recursion by json',
      'of nested lists',
      DEPTH,
      recursion('import json\ny = []\nfor _ in range(100_000): y = [y]', 'json.dumps(y)'),
    ],
    [
      'recursion by pickle',
      'of nested lists',
      DEPTH,
      recursion('import pickle\ny = []\nfor _ in range(100_000): y = [y]', 'pickle.dumps(y)'),
    ],
    [
      'recursion by hash',
      'of nested tuples',
      `${DEPTH} wrong-value`,
      recursion('y = ()\nfor _ in range(100_000): y = (y,)', 'hash(y)'),
    ],
    [
      'recursion by deallocation',
      'a million nested lists let go',
      `${DEPTH} pass timeout memory`,
      inCall('y = []\nfor _ in range(1_000_000): y = [y]\ndel y'),
    ],
    [
      'recursion by __getattr__',
      'an attribute of itself',
      DEPTH,
      recursion('class C:\n    def __getattr__(self, name): return getattr(self, name + "x")', 'C().a'),
      { expect: ['exception', 'platform-limit', 'crash', 'timeout', 'memory'] },
    ],
    [
      'recursion by exceptions',
      'a chain of a hundred thousand',
      'exception crash platform-limit timeout memory',
      inCall(
        'problem = None\nfor n in range(100_000):\n    new = ValueError(n)\n    new.__cause__ = problem\n    problem = new\nraise problem',
      ),
    ],
    [
      'recursion by isinstance',
      'nested tuples of types',
      `${DEPTH} pass`,
      inCall('y = int\nfor _ in range(100_000): y = (y,)\nisinstance("a", y)'),
    ],
    [
      'recursion by ast',
      'literal_eval of a deep text',
      `${DEPTH} memory`,
      inCall('import ast\nast.literal_eval("[" * 5000 + "]" * 5000)'),
    ],
    [
      'recursion by re',
      'a deep pattern',
      `${DEPTH} timeout memory`,
      inCall('import re\nre.compile("(" * 5000 + ")" * 5000)'),
    ],
    [
      'a million frames',
      'and then an error',
      'exception memory timeout platform-limit crash',
      recursion(
        'import sys\nsys.setrecursionlimit(2**30)\ndef f(n): return 1 // 0 if n == 0 else f(n - 1) + 1',
        'f(300_000)',
      ),
    ],
    [
      'deep parentheses',
      'a thousand in the source',
      'syntax platform-limit',
      `y = ${'('.repeat(1000)}${')'.repeat(1000)}\n`,
    ],
    [
      'deep operators',
      'fifty thousand signs',
      'syntax platform-limit memory exception',
      `y = ${'-'.repeat(50_000)}1\ndef ENTRY(x): return None\n`,
      { expect: ['syntax', 'platform-limit', 'memory', 'exception', 'wrong-value', 'crash'] },
    ],
    [
      'long sum',
      'twenty thousand terms in the source',
      'syntax platform-limit memory exception pass crash',
      atLoad(`y = ${'1+'.repeat(20_000)}1`),
    ],
    [
      'deep blocks',
      'a hundred nested ifs',
      'syntax',
      Array.from({ length: 120 }, (_, depth) => `${' '.repeat(depth)}if 1:\n`).join(''),
    ],
    [
      'long source',
      'half a megabyte of lines',
      'pass timeout memory platform-limit syntax',
      atLoad('y = [1, 2, 3]\n'.repeat(30_000)),
    ],
    [
      'very long source',
      'five megabytes',
      'syntax platform-limit timeout memory pass',
      atLoad(`y = "${'x'.repeat(5_000_000)}"`),
    ],
    [
      'folded constants',
      'a constant of the compiler that grows',
      'memory timeout pass exception syntax',
      atLoad('y = ' + '"x" * 4000 * 4000 * 4000'),
    ],
    ['long error', 'an exception with a megabyte of text', 'exception', inCall('raise ValueError("x" * 10_000_000)')],
    [
      'long name',
      'an exception type with a megabyte of name',
      'exception',
      inCall('raise type("E" * 1_000_000, (Exception,), {})()'),
    ],
  ],
)
