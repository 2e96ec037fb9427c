import { family, inCall } from './program'

const STOPPED = 'timeout'

export const EXHAUSTING_TIME = family(
  'exhausting',
  ['list'],
  [
    ['endless loop', 'in a call', STOPPED, inCall('while True: pass')],
    ['endless loop at load', 'at the top level', STOPPED, 'while True: pass\n'],
    [
      'swallowed interrupt',
      'catches whatever stops it, for ever',
      STOPPED,
      inCall('while True:\n    try:\n        while True: pass\n    except BaseException: pass'),
    ],
    [
      'one swallowed interrupt',
      'catches it once and answers rightly',
      STOPPED,
      inCall('try:\n    while True: pass\nexcept BaseException: pass'),
    ],
    [
      'swallowed in finally',
      'returns from finally',
      STOPPED,
      'def ENTRY(x):\n    try:\n        while True: pass\n    finally:\n        return RIGHT\n',
    ],
    [
      'swallowed in __del__',
      'an interrupt in a finaliser is lost',
      STOPPED,
      inCall('class D:\n    def __del__(self):\n        while True: pass\nD()'),
    ],
    [
      'swallowed by a signal handler',
      'a handler that does nothing',
      STOPPED,
      inCall('import signal\nsignal.signal(signal.SIGINT, lambda *values: None)\nwhile True: pass'),
      { slow: true },
    ],
    [
      'ignored signal',
      'SIGINT ignored',
      STOPPED,
      inCall('import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass'),
      { slow: true },
    ],
    ['loop of C', 'a sum over a range', STOPPED, inCall('sum(range(10**12))'), { slow: true }],
    [
      'loop of C over items',
      'the largest of all numbers',
      STOPPED,
      inCall('import itertools\nmax(itertools.count())'),
      { slow: true },
    ],
    [
      'deque of nothing',
      'consumes without end',
      STOPPED,
      inCall('import collections, itertools\ncollections.deque(itertools.repeat(1), maxlen=0)'),
      { slow: true },
    ],
    ['membership', 'looks for what is not there', STOPPED, inCall('-1 in iter(int, 1)'), { slow: true }],
    ['sleep', 'waits', STOPPED, inCall('import time\ntime.sleep(1000)'), { slow: true }],
    [
      'waiting for a lock',
      'a lock it holds itself',
      `${STOPPED} exception`,
      inCall('import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()'),
    ],
    ['regular expression', 'backtracks', STOPPED, inCall('import re\nre.match("(a*)*b", "a" * 40)')],
    ['power', 'a number of a billion digits', `${STOPPED} memory exception`, inCall('y = 7 ** (10 ** 8)')],
    [
      'digits of a number',
      'as text',
      `${STOPPED} exception memory`,
      inCall('import sys\nsys.set_int_max_str_digits(0)\nstr(7 ** 2_000_000)'),
    ],
    ['factorial', 'of a million', `${STOPPED} memory`, inCall('import math\nmath.factorial(10**6)')],
    [
      'decimal',
      'a power with a million digits',
      `${STOPPED} exception memory`,
      inCall('import decimal\ndecimal.getcontext().prec = 5_000_000\ndecimal.Decimal(3) ** decimal.Decimal("0.3")'),
      { slow: true },
    ],
    [
      'evil key',
      'sorting by what never answers',
      STOPPED,
      inCall('def key(value):\n    while True: pass\nsorted([2, 1], key=key)'),
    ],
    [
      'evil order',
      'sorting by a comparison without order',
      `${STOPPED} pass`,
      inCall(
        'import functools, random\nsorted(range(20000), key=functools.cmp_to_key(lambda a, b: 1 if random.random() < 0.5 else -1))',
      ),
    ],
    [
      'hash collisions',
      'keys of one hash',
      STOPPED,
      inCall(
        'class K:\n    def __init__(self, n): self.n = n\n    def __hash__(self): return 1\n    def __eq__(self, other): return self.n == other.n\n{K(n) for n in range(20000)}',
      ),
    ],
    [
      'replacement',
      'text that grows',
      `${STOPPED} memory`,
      inCall('text = "a"\nwhile True: text = text.replace("a", "aa")[:1_000_000]'),
    ],
    [
      'permutations',
      'all of twelve',
      `${STOPPED} memory`,
      inCall('import itertools\nfor _ in itertools.permutations(range(13)): pass'),
    ],
    [
      'imports',
      'all of the standard library, again and again',
      `${STOPPED} memory exception crash`,
      inCall(
        'import sys, importlib, pkgutil\nwhile True:\n    for name in ("unittest", "email.mime.text", "xml.dom.minidom", "http.server"):\n        importlib.import_module(name)\n        for one in list(sys.modules):\n            if one.startswith(("unittest", "email", "xml", "http")): del sys.modules[one]',
      ),
    ],
    [
      'exception that loops',
      'its text never ends',
      'exception',
      'class E(Exception):\n    def __str__(self):\n        while True: pass\n    __repr__ = __str__\ndef ENTRY(x): raise E()\n',
    ],
    [
      'arguments that loop',
      'the first argument of an exception has no end',
      'exception',
      'class S(str):\n    def __str__(self):\n        while True: pass\ndef ENTRY(x): raise ValueError(S("x"))\n',
    ],
    [
      'name that loops',
      'the type of the exception is made by a metaclass',
      'exception',
      'class M(type):\n    __name__ = property(lambda self: [].wait)\n    def __getattribute__(self, name):\n        while True: pass\nclass E(Exception, metaclass=M): pass\ndef ENTRY(x): raise E()\n',
    ],
    [
      'value that loops',
      'an answer whose methods never end',
      'not-data',
      'class E(list):\n    def __iter__(self):\n        while True: pass\n    __len__ = __repr__ = __eq__ = __iter__\ndef ENTRY(x): return E()\n',
    ],
    [
      'keys that loop',
      'a dict whose keys compare for ever',
      'not-data timeout',
      'class K:\n    def __hash__(self): return 1\n    def __eq__(self, other):\n        while True: pass\ndef ENTRY(x): return {K(): 1}\n',
    ],
    [
      'after the answers',
      'standard output whose buffer never ends being flushed',
      'pass',
      `
import sys, io
class Endless(io.RawIOBase):
    def writable(self): return True
    def write(self, data):
        while True:
            try:
                while True: pass
            except BaseException: pass
sys.stdout.__init__(io.BufferedWriter(Endless()))
sys.stdout.write('left')
def ENTRY(x): return RIGHT
`,
      { slow: true },
    ],
    [
      'behind the answers',
      'a name among the modules that compares for ever with what is looked up there',
      'pass',
      `
import sys
class Name(str):
    def __hash__(self): return hash('js')
    def __eq__(self, other):
        while True:
            try:
                while True: pass
            except BaseException: pass
vars(sys)['mod' 'ules'][Name('left')] = 1
def ENTRY(x): return RIGHT
`,
      { slow: true },
    ],
    ['loading for ever', 'a class body', STOPPED, 'class C:\n    while True: pass\n'],
    ['decorator for ever', 'a decorator', STOPPED, 'def d(f):\n    while True: pass\n@d\ndef ENTRY(x): pass\n'],
  ],
)
