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
