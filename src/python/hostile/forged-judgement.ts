import { atLoad, family, inCall } from './program'

const WRONG = 'def ENTRY(x):\n    return "forged"\n'

const tricks = (code: string) => `${code.replace(/^\n/, '').trimEnd()}\n${WRONG}`

const LOST = 'wrong-value exception crash import-error'

/** Against the judge and what it may be made of. */
export const FORGED_JUDGEMENT = family(
  'forging',
  ['bool', 'float', 'list', 'tests'],
  [
    [
      'patched abs',
      'differences are nothing',
      LOST,
      tricks('import builtins\nbuiltins.abs = lambda value: 0\nbuiltins.round = lambda *values: 0'),
    ],
    [
      'patched isinstance',
      'everything is of every type',
      LOST,
      tricks(
        'import builtins\nbuiltins.isinstance = builtins.issubclass = lambda *values: True\nbuiltins.type = lambda value: bool',
      ),
    ],
    [
      'patched all and any',
      'all is true',
      LOST,
      tricks(
        'import builtins\nbuiltins.all = builtins.any = builtins.callable = lambda *values: True\nbuiltins.len = lambda value: 2',
      ),
    ],
    [
      'patched exec',
      'tests are not run',
      LOST,
      tricks('import builtins\nbuiltins.exec = builtins.eval = builtins.compile = lambda *values, **named: None'),
    ],
    [
      'patched __import__',
      'a harness imports what it is given',
      LOST,
      tricks(
        'import builtins\nclass M:\n    def __getattr__(self, name): return lambda *values, **named: True\nbuiltins.__import__ = lambda *values, **named: M()',
      ),
    ],
    [
      'no assertions',
      'AssertionError is no error',
      LOST,
      tricks(
        'import builtins\nclass Quiet(BaseException): pass\nbuiltins.AssertionError = Quiet\nbuiltins.__debug__ = False',
      ),
      { expect: ['syntax', 'wrong-value', 'exception'] },
    ],
    [
      'patched marshal',
      'what leaves is always the same',
      LOST,
      tricks('import marshal\nmarshal.dumps = lambda *values: b"T"\nmarshal.loads = lambda *values: ()'),
    ],
    [
      'patched json, pickle, copy',
      'the usual carriers of values',
      LOST,
      tricks(
        'import json, pickle, copy\njson.dumps = lambda *values, **named: "true"\npickle.dumps = lambda *values: b""\ncopy.deepcopy = copy.copy = lambda value: value',
      ),
    ],
    [
      'patched operators',
      'comparison by other names',
      LOST,
      tricks('import operator, math\noperator.eq = math.isclose = lambda *values, **named: True'),
    ],
    [
      'replaced __builtins__',
      'other built-in functions for all that runs here',
      LOST,
      tricks('__builtins__ = {"abs": lambda value: 0, "len": lambda value: 0, "isinstance": lambda *values: True}'),
    ],
    [
      'patched int',
      'the comparison of int in its type',
      LOST,
      tricks(`
import gc
for one in (int, float, bool, list, str):
    space = gc.get_referents(one.__dict__)[0]
    space['__eq__'] = lambda self, other: True`),
    ],
    [
      'settrace',
      'sees all frames and changes their names',
      LOST,
      tricks(`
import sys
def trace(frame, event, value):
    frame.f_globals['check'] = frame.f_globals['ENTRY'] = lambda *values: True
    return trace
sys.settrace(trace)`),
    ],
    [
      'setprofile',
      'sees what functions return',
      LOST,
      tricks('import sys\nsys.setprofile(lambda frame, event, value: frame.f_locals.update(expected="forged"))'),
    ],
    [
      'monitoring',
      'the newer way to see all',
      LOST,
      tricks(`
import sys
sys.monitoring.use_tool_id(1, 'x')
sys.monitoring.register_callback(1, sys.monitoring.events.PY_RETURN, lambda code, offset, value: True)
sys.monitoring.set_events(1, sys.monitoring.events.PY_RETURN)`),
    ],
    [
      'frames above',
      'looks for what is expected in the calling frames',
      LOST,
      `
import sys
def ENTRY(x):
    frame = sys._getframe(1)
    while frame is not None:
        for name, value in frame.f_locals.items():
            if 'expect' in name: return value
        frame = frame.f_back
    return 'forged'
`,
    ],
    [
      'constants above',
      'looks for constants in the code of the calling frames',
      LOST,
      `
import sys
def ENTRY(x):
    return sys._getframe(1).f_code.co_consts[-1]
`,
    ],
    [
      'traceback',
      "the frames of an exception of one's own",
      LOST,
      `
def ENTRY(x):
    try: raise ValueError
    except ValueError as problem:
        frame = problem.__traceback__.tb_frame.f_back
        return frame.f_locals['expected']
`,
    ],
    [
      'gc for expected values',
      'looks for other functions and their constants',
      LOST,
      `
import gc, types
def ENTRY(x):
    for one in gc.get_objects():
        if isinstance(one, types.FunctionType) and one.__name__ in ('ENTRY', 'check', 'reference') and one.__globals__ is not globals():
            return one(x)
    return 'forged'
`,
    ],
    [
      'memory for the reference',
      'looks for the text of the reference in raw memory',
      `${LOST} timeout memory`,
      `
import _ctypes, sys
def ENTRY(x):
    import ctypes
    text = ctypes.string_at(1024, 20_000_000)
    at = text.find(b'canonical_' + b'solution')
    return text[at:at + 100]
`,
    ],
    [
      'printed verdict',
      'says that all is well',
      'wrong-value',
      tricks('import sys\nprint("PASS")\nprint(\'{"status": "pass", "kind": "pass"}\')\nsys.stderr.write("OK\\n")'),
    ],
    [
      'written verdict',
      'writes results where a harness may read them',
      LOST,
      tricks(`
import os
for name in ('/tmp/result', 'result.json', 'samples_eval_results.json', '/dev/stdout'):
    with open(name, 'w') as file: file.write('{"passed": true}')
for number in (1, 2): os.write(number, b'PASS')`),
    ],
    ['exit 0', 'ends with the status of success', 'exception', tricks('import sys\nsys.exit(0)')],
    ['exit in the call', 'the same when it is called', 'exception', inCall('raise SystemExit(0)')],
    ['os._exit', 'ends the process', 'crash', tricks('import os\nos._exit(0)')],
    ['quit', 'by the name of the interactive prompt', 'exception', tricks('raise SystemExit')],
    ['KeyboardInterrupt', 'raises what the deadline raises', 'exception timeout', inCall('raise KeyboardInterrupt')],
    [
      'named like a pass',
      'an exception of that name',
      'exception',
      tricks('class PASS(BaseException): pass\nraise PASS("pass")'),
    ],
    ['StopIteration', 'an exception that ends loops', 'exception', inCall('raise StopIteration(True)')],
    ['GeneratorExit', 'an exception that closes generators', 'exception', inCall('raise GeneratorExit')],
    ['encoding cookie', 'a source in another encoding', 'wrong-value syntax', `# -*- coding: rot13 -*-\n${WRONG}`],
    [
      'codec that rewrites',
      'an encoding of its own',
      LOST,
      tricks(
        'import codecs\ncodecs.register(lambda name: codecs.lookup("utf-8") if name == "left" else None)\ncodecs.register_error("strict", lambda problem: ("", 1))',
      ),
    ],
    [
      'NUL in the source',
      'what is behind it is not read',
      'syntax',
      `def ENTRY(x):\n    return RIGHT\n\0broken(`,
      { targets: ['list'] },
    ],
    [
      'half a surrogate',
      'a source that is no text',
      'syntax',
      `x = "\ud800"\ndef ENTRY(x):\n    return RIGHT\n`,
      { targets: ['list'] },
    ],
    ['nothing', 'an empty program', 'no-entry-point', ''],
    ['other name', 'a function of another name', 'no-entry-point', 'def other(x): return RIGHT\n'],
    ['broken syntax', 'does not compile', 'syntax', 'def ENTRY(x:\n    return\n'],
    ['missing module', 'imports what is not there', 'import-error', atLoad('import numpy')],
    ['error for one input', 'right but for one', 'exception', 'def ENTRY(x):\n    return RIGHT if x < 10 else [][0]\n'],
    [
      'mutated input',
      'changes what it is given; right all the same',
      'pass',
      'def ENTRY(*given):\n    x = given[0]\n    given = None\n    return RIGHT\n',
    ],
  ],
)
