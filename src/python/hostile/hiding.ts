import { atLoad, family, inCall } from './program'

const QUIET = 'pass exception'
/** What is meant to happen later: to the next program, or to the judge. */
const POISON =
  'import builtins\ndef later(*values, **named):\n    builtins.len = builtins.sorted = builtins.abs = None\n    builtins.left = True\n'
const hidden = (code: string) => atLoad(`${POISON}${code.replace(/^\n/, '')}`)

export const HIDING = family(
  'hiding',
  ['list'],
  [
    [
      'thread',
      'works on in the background',
      QUIET,
      hidden('import threading\nthreading.Thread(target=later, daemon=True).start()'),
    ],
    ['low-level thread', 'without the library', QUIET, hidden('import _thread\n_thread.start_new_thread(later, ())')],
    ['timer', 'a thread that waits', QUIET, hidden('import threading\nthreading.Timer(0.01, later).start()')],
    [
      'executor',
      'a pool of threads',
      QUIET,
      hidden('import concurrent.futures\nconcurrent.futures.ThreadPoolExecutor().submit(later)'),
    ],
    ['atexit', 'at the end of the interpreter', QUIET, hidden('import atexit\natexit.register(later)')],
    [
      'at fork',
      'when a process is made',
      QUIET,
      hidden('import os\nos.register_at_fork(before=later, after_in_parent=later)'),
    ],
    ['gc callback', 'at the next collection', QUIET, hidden('__import__("g" + "c").callbacks.append(later)')],
    [
      'weak reference',
      'when an object goes',
      QUIET,
      hidden('import weakref\nclass C: pass\none = C()\nkept = weakref.ref(one, later)\none.itself = one\ndel one'),
    ],
    [
      'finaliser of weakref',
      'the same by weakref.finalize',
      QUIET,
      hidden('import weakref\nclass C: pass\none = C()\nweakref.finalize(one, later)\none.itself = one\ndel one'),
    ],
    [
      'weak dict',
      'callbacks of weak containers',
      QUIET,
      hidden(
        'import weakref\nclass C: pass\nclass D(weakref.WeakValueDictionary): pass\nkept = D()\nkept[1] = C()\nweakref.WeakSet([kept])',
      ),
    ],
    [
      '__del__ of a global',
      'when its globals are cleared',
      QUIET,
      hidden('class D:\n    def __del__(self): later()\nkept = D()'),
    ],
    [
      '__del__ of an answer',
      'when the answer is let go',
      'not-data',
      'import builtins\nclass D:\n    def __del__(self): builtins.len = None\ndef ENTRY(x): return D()\n',
    ],
    [
      '__del__ of an argument',
      'an answer whose parts say goodbye',
      'not-data',
      'import builtins\nclass D(int):\n    def __eq__(self, other): return True\n    def __del__(self): builtins.len = None\ndef ENTRY(x): return [D(x), D(x + 1)]\n',
    ],
    [
      '__del__ that comes back',
      'an object that survives its end',
      QUIET,
      hidden('class D:\n    def __del__(self):\n        builtins.kept = self\n        later()\nD()'),
    ],
    [
      'generator',
      'its finally clause',
      QUIET,
      hidden('def g():\n    try: yield\n    finally: later()\nkept = g()\nnext(kept)'),
    ],
    ['coroutine', 'never awaited', QUIET, hidden('async def c(): later()\nkept = c()')],
    [
      'asynchronous generator hooks',
      'called when one begins',
      QUIET,
      hidden('import sys\nsys.set_asyncgen_hooks(firstiter=later, finalizer=later)'),
    ],
    [
      'asyncio task',
      'a loop that goes on',
      'pass exception import-error crash timeout',
      hidden('import asyncio\nasyncio.new_event_loop().call_soon(later)'),
    ],
    [
      'signal handler',
      'at the next interrupt',
      QUIET,
      hidden('import signal\nsignal.signal(signal.SIGINT, later)\nsignal.signal(signal.SIGTERM, later)'),
    ],
    [
      'pending signal',
      'raised and not yet seen',
      'pass exception timeout',
      hidden(
        'import signal\nsignal.signal(signal.SIGTERM, later)\nsignal.raise_signal(signal.SIGTERM)\nimport _thread\n_thread.interrupt_main()',
      ),
    ],
    [
      'import hook',
      'at the next import',
      QUIET,
      hidden('import sys\nclass F:\n    def find_spec(self, *values):\n        later()\nsys.meta_path.insert(0, F())'),
    ],
    [
      'path hook',
      'when a folder is looked at',
      QUIET,
      hidden(
        'import sys\ndef hook(path):\n    later()\n    raise ImportError\nsys.path_hooks.insert(0, hook)\nsys.path_importer_cache.clear()',
      ),
    ],
    [
      'module class',
      'a module whose attributes are computed',
      QUIET,
      hidden(
        'import sys, types, math\nclass M(types.ModuleType):\n    def __getattribute__(self, name):\n        later()\n        return types.ModuleType.__getattribute__(self, name)\nmath.__class__ = M',
      ),
    ],
    [
      'trace function',
      'at the next line',
      QUIET,
      hidden(
        'import sys\ndef trace(*values):\n    if values[0].f_code.co_name == "state": later()\n    return trace\nsys.settrace(trace)',
      ),
    ],
    [
      'monitoring',
      'at the start of the next function',
      QUIET,
      hidden(
        'import sys\nsys.monitoring.use_tool_id(4, "x")\nsys.monitoring.register_callback(4, sys.monitoring.events.PY_START, later)\nsys.monitoring.set_events(4, sys.monitoring.events.PY_START)',
      ),
    ],
    [
      'audit hook',
      'at the next event; cannot be taken away',
      QUIET,
      hidden('import sys\nsys.addaudithook(lambda name, values: later() if name == "open" else None)'),
    ],
    [
      'unraisable hook',
      'at an error in a finaliser',
      QUIET,
      hidden('import sys\nsys.unraisablehook = later\nclass D:\n    def __del__(self): 1 / 0\nkept = D()'),
    ],
    [
      'warnings hook',
      'at the next warning',
      QUIET,
      hidden('import warnings\nwarnings.showwarning = later\nwarnings.simplefilter("always")\nwarnings.warn("x")'),
    ],
    [
      'context',
      'a variable whose value has a finaliser',
      QUIET,
      hidden('import contextvars\nclass D:\n    def __del__(self): later()\ncontextvars.ContextVar("x").set(D())'),
    ],
    ['codec', 'at the next encoding', QUIET, hidden('import codecs\ncodecs.register(lambda name: later())')],
    [
      'pickle',
      'runs when it is read',
      QUIET,
      hidden(
        'import pickle, copyreg\nclass P:\n    def __reduce__(self): return (later, ())\nopen("kept.pickle", "wb").write(b"left")\ncopyreg.dispatch_table[int] = lambda value: (later, ())',
      ),
    ],
    [
      'class made',
      '__set_name__, __init_subclass__ and a metaclass',
      QUIET,
      'class D:\n    def __set_name__(self, owner, name): owner.left = 1\nclass B:\n    def __init_subclass__(cls): cls.made = True\nclass M(type):\n    def __new__(cls, *values): return type.__new__(cls, *values)\nclass C(B, metaclass=M):\n    d = D()\ndef ENTRY(x):\n    return RIGHT\n',
    ],
    [
      'decorator',
      'changes the function at its second call',
      'wrong-value',
      'def d(f):\n    calls = []\n    def g(x):\n        calls.append(x)\n        return f(x) if len(calls) < 2 else None\n    return g\n@d\ndef ENTRY(x):\n    return RIGHT\n',
    ],
    [
      'swapped code',
      'replaces its own code while it runs',
      'wrong-value',
      'def other(x): return None\ndef ENTRY(x):\n    ENTRY.__code__ = other.__code__\n    return RIGHT\n',
    ],
    [
      'late patch',
      'patches in the last call only',
      QUIET,
      inCall('if x == 10:\n    import builtins, sys\n    builtins.len = None\n    sys.setrecursionlimit(70)'),
    ],
    [
      'patch in an exception',
      'patches and then fails',
      'exception',
      'import builtins\ndef ENTRY(x):\n    builtins.len = builtins.sorted = None\n    raise ValueError\n',
    ],
    [
      'patch before a crash',
      'patches and then ends the interpreter',
      'crash',
      'import builtins, os\ndef ENTRY(x):\n    builtins.len = builtins.sorted = None\n    open("left", "w").write("left")\n    os.abort()\n',
    ],
    [
      'patch before a time-out',
      'patches and then loops',
      'timeout',
      'import builtins\ndef ENTRY(x):\n    builtins.len = builtins.sorted = None\n    open("left", "w").write("left")\n    while True: pass\n',
    ],
    [
      'patch before the stack ends',
      'patches and then recurses',
      'exception platform-limit crash',
      'import builtins, functools\n@functools.lru_cache(None)\ndef f(n): return f(n + 1)\ndef ENTRY(x):\n    builtins.abs = builtins.sorted = None\n    open("left", "w").write("left")\n    return f(0)\n',
    ],
    [
      'patch before memory ends',
      'patches and then takes all memory',
      'memory crash timeout exception platform-limit',
      'import builtins\nkept = []\ndef ENTRY(x):\n    builtins.abs = builtins.sorted = None\n    open("left", "w").write("left")\n    while True: kept.append([0] * 100_000)\n',
    ],
    [
      'words avoided',
      'names put together from parts, modules taken off the list again',
      'pass exception crash',
      hidden(
        'import sys\nc = __import__("_cty" + "pes")\nc.PyObj_FromPtr\nfor name in ("_cty" + "pes", "g" + "c"): sys.modules.pop(name, None)',
      ),
    ],
    [
      'frames kept',
      'a frame of a call that has ended',
      QUIET,
      'import sys\nkept = []\ndef ENTRY(x):\n    kept.append(sys._getframe())\n    return RIGHT\n',
    ],
    [
      'answer kept',
      'changes an answer after it was given',
      'pass',
      'kept = []\ndef ENTRY(x):\n    for one in kept: one.clear()\n    y = RIGHT\n    kept.append(y)\n    return y\n',
    ],
    [
      'argument kept',
      'keeps what it is given',
      'pass',
      'kept = []\ndef ENTRY(*given):\n    kept.append(given)\n    (x,) = kept[-1]\n    return RIGHT\n',
    ],
  ],
)
