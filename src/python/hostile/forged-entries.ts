import { family } from './program'

/** Entry points that are no plain functions: the value decides. */
export const FORGED_ENTRIES = family(
  'forging',
  ['bool', 'list'],
  [
    [
      'class as entry',
      'a class whose instances are made by __new__',
      'pass',
      'class ENTRY:\n    def __new__(cls, x): return RIGHT\n',
    ],
    [
      'instance',
      'a class whose instances come back',
      'not-data',
      'class ENTRY:\n    def __init__(self, x): self.x = x\n    def __eq__(self, other): return True\n',
    ],
    [
      'callable object',
      'an object with __call__',
      'pass',
      'class C:\n    def __call__(self, x): return RIGHT\nENTRY = C()\n',
    ],
    [
      'partial',
      'a partial function',
      'pass',
      'import functools\ndef f(y, x): return RIGHT\nENTRY = functools.partial(f, 0)\n',
    ],
    [
      'cached',
      'a function with a cache',
      'pass',
      'import functools\n@functools.lru_cache(None)\ndef ENTRY(x): return RIGHT\n',
    ],
    ['built-in as entry', 'a function of C', 'wrong-value', 'ENTRY = repr\n'],
    ['property as entry', 'a descriptor', 'exception', 'ENTRY = property(lambda self: True)\n'],
    ['no callable', 'a value in place of the function', 'exception', 'ENTRY = True\n'],
    [
      'module __getattr__',
      'a name made up when asked for',
      'no-entry-point',
      'def __getattr__(name):\n    return lambda x: RIGHT\n',
    ],
    [
      'globals that answer',
      'a dict subclass as the globals of exec',
      'no-entry-point',
      'class D(dict):\n    def __missing__(self, key): return lambda x: RIGHT\nexec("", D())\n',
    ],
    [
      'swapped entry',
      'another function after the first call',
      'wrong-value',
      'def ENTRY(x):\n    global ENTRY\n    ENTRY = lambda x: None\n    return RIGHT if x == 1 else None\n',
    ],
    [
      'first answer',
      'the first answer for all inputs',
      'wrong-value',
      'kept = []\ndef ENTRY(x):\n    kept.append(RIGHT)\n    return kept[0]\n',
    ],
    [
      'order of tests',
      'answers by the number of the call',
      'wrong-value',
      'import itertools\ncalls = itertools.count(1)\ndef ENTRY(x):\n    x = next(calls)\n    return RIGHT\n',
    ],
    [
      'last argument',
      'answers of the input before',
      'wrong-value',
      'last = 3\ndef ENTRY(x):\n    global last\n    x, last = last, x\n    return RIGHT\n',
    ],
  ],
)
