import { atLoad, family } from './program'

/** What a program changes for all that run after it; its own answers are right unless the change hits itself. */
const ITSELF = 'pass exception crash timeout'

export const LEAKING_PYTHON = family(
  'leaking',
  ['list'],
  [
    [
      'builtins',
      'common functions replaced',
      ITSELF,
      atLoad('import builtins\nbuiltins.len = builtins.sorted = builtins.sum = lambda *values, **named: 0'),
    ],
    [
      'builtins deleted',
      'common functions taken away',
      ITSELF,
      atLoad('import builtins\nfor name in ("len", "range", "isinstance", "__build_class__"): delattr(builtins, name)'),
    ],
    [
      '__builtins__ dict',
      'the same by the dict',
      ITSELF,
      atLoad(
        'space = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)\nspace["abs"] = space["max"] = lambda *values: -1',
      ),
    ],
    [
      'module attributes',
      'functions of modules replaced',
      ITSELF,
      atLoad(
        'import math, re, random, string\nmath.sqrt = re.sub = lambda *values: "left"\nrandom.random = lambda: 0.5\nstring.digits = ""',
      ),
    ],
    [
      'sys.modules',
      'a module replaced by another',
      ITSELF,
      atLoad('import sys, types\nsys.modules["math"] = sys.modules["json"] = types.ModuleType("math")'),
    ],
    [
      'sys.modules emptied',
      'all modules gone',
      ITSELF,
      atLoad(
        'import sys\nfor name in list(sys.modules):\n    if name not in ("sys", "builtins"): del sys.modules[name]',
      ),
    ],
    [
      'module made up',
      'a module that was not there',
      ITSELF,
      atLoad('import sys, types\nsys.modules["numpy"] = types.ModuleType("numpy")'),
    ],
    ['random.seed', 'the generator seeded', ITSELF, atLoad('import random\nrandom.seed(99)\nrandom.random()')],
    ['recursion limit', 'lower than anyone needs', ITSELF, atLoad('import sys\nsys.setrecursionlimit(60)')],
    ['recursion limit high', 'higher than the stack', ITSELF, atLoad('import sys\nsys.setrecursionlimit(2**30)')],
    [
      'decimal context',
      'two digits, rounded up',
      ITSELF,
      atLoad(
        'import decimal\ndecimal.getcontext().prec = 2\ndecimal.getcontext().rounding = decimal.ROUND_UP\ndecimal.DefaultContext.prec = 3',
      ),
    ],
    [
      'environment',
      'variables set and cleared',
      ITSELF,
      atLoad('import os\nos.environ["LEFT"] = "1"\nos.environ.pop("HOME", None)\nos.putenv("LEFT", "2")'),
    ],
    [
      'settrace',
      'a trace function left on',
      ITSELF,
      atLoad(
        'import sys, threading\ndef trace(frame, event, value): return trace\nsys.settrace(trace)\nthreading.settrace(trace)',
      ),
    ],
    ['setprofile', 'a profile function left on', ITSELF, atLoad('import sys\nsys.setprofile(lambda *values: None)')],
    [
      'monitoring',
      'a tool left on',
      ITSELF,
      atLoad(
        'import sys\nsys.monitoring.use_tool_id(3, "left")\nsys.monitoring.register_callback(3, sys.monitoring.events.LINE, lambda *values: None)\nsys.monitoring.set_events(3, sys.monitoring.events.LINE)',
      ),
    ],
    [
      'standard streams',
      'output closed and replaced',
      ITSELF,
      atLoad('import sys, io\nsys.stdout.close()\nsys.stdout = sys.stderr = io.StringIO()\nsys.stdin = None'),
    ],
    [
      'signal handlers',
      'interrupts ignored',
      ITSELF,
      atLoad('import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)'),
    ],
    ['gc.disable', 'no more collection', ITSELF, atLoad('import gc\ngc.disable()\ngc.freeze()\ngc.set_threshold(0)')],
    [
      'gc.callbacks',
      'called at each collection',
      ITSELF,
      atLoad('import gc, sys\ngc.callbacks.append(lambda phase, info: sys.setrecursionlimit(70))'),
    ],
    ['digits of int', 'no more than 640', ITSELF, atLoad('import sys\nsys.set_int_max_str_digits(640)')],
    [
      'sys.path',
      'a folder of its own first',
      ITSELF,
      atLoad(
        'import sys, os\nos.mkdir("/tmp/left")\nopen("/tmp/left/numpy.py", "w").write("x = 1")\nsys.path.insert(0, "/tmp/left")\nimport numpy',
      ),
    ],
    [
      'sys.path emptied',
      'nothing can be imported',
      ITSELF,
      atLoad('import sys\nsys.path.clear()\nsys.path_hooks.clear()\nsys.path_importer_cache.clear()'),
    ],
    [
      'import hook',
      'a finder that answers everything',
      ITSELF,
      atLoad(`
import sys, types
from importlib.machinery import ModuleSpec
class Finder:
    def find_spec(self, name, path, target=None): return ModuleSpec(name, self)
    def create_module(self, spec): return types.ModuleType(spec.name)
    def exec_module(self, module): module.left = True
sys.meta_path.insert(0, Finder())`),
    ],
    [
      'ABC registration',
      'int is a sequence',
      ITSELF,
      atLoad('import collections.abc\ncollections.abc.Sequence.register(int)\ncollections.abc.Sized.register(int)'),
    ],
    [
      'warnings',
      'all warnings are errors',
      ITSELF,
      atLoad('import warnings\nwarnings.simplefilter("error")\nwarnings.showwarning = None'),
    ],
    [
      'type dict',
      'methods of str, list and int by their true dict',
      ITSELF,
      atLoad(`
import gc
gc.get_referents(str.__dict__)[0]['upper'] = lambda self: 'left'
gc.get_referents(list.__dict__)[0]['left'] = 1
gc.get_referents(object.__dict__)[0]['__eq__'] = lambda self, other: True`),
    ],
    [
      'small integers',
      '1 becomes 2 in memory',
      `${ITSELF} wrong-value memory import-error`,
      atLoad('import ctypes\nctypes.memmove(id(1), id(2), 16)'),
    ],
    [
      'small integers without ctypes',
      'the same by a forged buffer',
      `${ITSELF} wrong-value memory import-error`,
      atLoad(`
import _ctypes
array = type('A', (_ctypes.Array,), {'_type_': type('B', (_ctypes._SimpleCData,), {'_type_': 'b'}), '_length_': 64})
array.from_address(id(7))[12] = 9`),
    ],
    [
      'caller frames',
      'globals of what calls it',
      ITSELF,
      atLoad('import sys\ntry:\n    sys._getframe(1).f_globals["left"] = 1\nexcept ValueError: pass'),
    ],
    ['__main__', 'names in the main module', ITSELF, atLoad('import sys\nvars(sys.modules["__main__"])["left"] = 1')],
    [
      'hooks',
      'excepthook, displayhook, unraisablehook, breakpointhook',
      ITSELF,
      atLoad('import sys\nsys.excepthook = sys.displayhook = sys.unraisablehook = sys.breakpointhook = print'),
    ],
    [
      'json',
      'its function and its default encoder',
      ITSELF,
      atLoad(
        'import json\njson.dumps = lambda *values, **named: "left"\njson.encoder.JSONEncoder.default = lambda self, value: 1\njson._default_encoder = None',
      ),
    ],
    [
      'context variables',
      'one set and kept',
      ITSELF,
      atLoad('import contextvars\nleft = contextvars.ContextVar("left")\nleft.set(1)'),
    ],
    [
      'finaliser',
      'runs when collected, in another program',
      ITSELF,
      atLoad(`
import builtins
class Bomb:
    def __del__(self): builtins.len = None
bomb = Bomb()
bomb.itself = bomb
del bomb`),
    ],
    [
      'atexit',
      'functions at the end',
      ITSELF,
      atLoad('import atexit\natexit.register(print, "left")\natexit._clear()\natexit.register(print)'),
    ],
    [
      'locale',
      'another one',
      ITSELF,
      atLoad(
        'import locale\nfor name in ("C", "C.UTF-8", "POSIX"):\n    try: locale.setlocale(locale.LC_ALL, name)\n    except locale.Error: pass',
      ),
    ],
    [
      'interned text',
      'text changed in place',
      `${ITSELF} wrong-value memory import-error`,
      atLoad(
        'import sys, _ctypes\narray = type("A", (_ctypes.Array,), {"_type_": type("B", (_ctypes._SimpleCData,), {"_type_": "b"}), "_length_": 64})\nword = sys.intern("hello")\narray.from_address(id(word))[20] = 90',
      ),
    ],
    [
      'caches',
      'of re, functools, linecache and copyreg',
      ITSELF,
      atLoad(
        'import re, functools, linecache, copyreg, typing\nre._cache.clear()\nfor n in range(600): re.compile("a" * n)\nlinecache.cache["<program>"] = (1, None, ["left"], "<program>")\ncopyreg.pickle(complex, lambda value: (int, (1,)))\nre._cache2 = None',
      ),
    ],
    [
      'codecs',
      'an encoding and an error handler',
      ITSELF,
      atLoad(
        'import codecs\ncodecs.register(lambda name: codecs.lookup("utf-8") if name == "left" else None)\ncodecs.register_error("left", lambda problem: ("", 1))\ncodecs.register_error("strict", lambda problem: ("", problem.end))',
      ),
    ],
    [
      'threading',
      'values of the thread',
      ITSELF,
      atLoad(
        'import threading\nthreading.current_thread().left = 1\nthreading.excepthook = None\nthreading.stack_size(65536)',
      ),
    ],
    [
      'event loop policy',
      'and the running loop',
      ITSELF,
      atLoad('import sys, asyncio\nasyncio.set_event_loop(None)\nsys.set_asyncgen_hooks(print, print)'),
      { expect: ['pass', 'exception', 'crash', 'timeout', 'import-error'] },
    ],
    [
      'copied classes',
      'methods of library classes',
      ITSELF,
      atLoad(
        'import collections, fractions, datetime, random\ncollections.OrderedDict.__init__ = lambda self: None\ncollections.Counter.__init__ = None\nfractions.Fraction.__add__ = None\nrandom.Random.random = lambda self: 0',
      ),
    ],
    [
      'lazy imports',
      'half-imported modules',
      ITSELF,
      atLoad(
        'import sys\nsys.modules["statistics"] = None\nsys.modules["fractions"] = None\nsys.modules.pop("decimal", None)',
      ),
    ],
    [
      'type cache',
      'a thousand new types and versions',
      ITSELF,
      atLoad(
        'for n in range(3000):\n    one = type("T%d" % n, (), {"a": n})\n    one().a\n    one.a = n + 1\n    one().a',
      ),
    ],
    [
      'memory growth',
      'a hundred megabytes, then given back',
      `${ITSELF} memory`,
      atLoad('kept = [bytes(10_000_000) for _ in range(5)]\ndel kept'),
    ],
    [
      'dirty memory',
      'memory filled with a pattern and given back',
      `${ITSELF} memory`,
      atLoad('kept = [b"\\xa5" * 1_000_000 for _ in range(30)]\ndel kept'),
    ],
    [
      'specialised code',
      'code of the library made warm with odd types',
      ITSELF,
      atLoad(
        'import json, copy, statistics\nfor n in range(300):\n    json.dumps({str(n): [n, float(n), None]})\n    copy.deepcopy([n, {n: n}])\n    statistics.mean([n, n + 1])',
      ),
    ],
    [
      'exception state',
      'a chain of exceptions being handled',
      ITSELF,
      'def g():\n    try: raise ValueError\n    except ValueError: yield 1\nkept = g()\nnext(kept)\ndef ENTRY(x):\n    return RIGHT\n',
    ],
    ['switch interval', 'of threads', ITSELF, atLoad('import sys\nsys.setswitchinterval(100)')],
    [
      'sys attributes',
      'platform, version and size',
      ITSELF,
      atLoad('import sys\nsys.platform = "left"\nsys.version_info = (2, 7)\nsys.maxsize = 1\nsys.byteorder = None'),
    ],
  ],
)
