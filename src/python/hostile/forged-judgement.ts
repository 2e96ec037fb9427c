import { family } from './program'

const WRONG = 'def ENTRY(x):\n    return "forged"\n'

const tricks = (code: string) => `${code.replace(/^\n/, '').trimEnd()}\n${WRONG}`

const LOST = 'wrong-value exception crash import-error'


/** Against the judge and what it may be made of. */
export const FORGED_JUDGEMENT = family(
  'forging',
  ['bool', 'float', 'list'],
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
