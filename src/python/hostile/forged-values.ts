import { family, TARGETS } from './program'

/** Values that say of themselves that they are right. */
const NEVER = 'not-data wrong-value'

const returns = (expression: string, before = '') => `${before}def ENTRY(x):\n    return ${expression}\n`

const equal = (base: string, value: string) =>
  returns(
    `E(${value})`,
    `class E(${base}):\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n    __hash__ = ${base || 'object'}.__hash__\n`,
  )

export const FORGED_VALUES = family('forging', TARGETS, [
  ['always equal', 'an object equal to everything', NEVER, equal('', '')],
  ['int always equal', 'an int equal to everything', NEVER, equal('int', '3')],
  ['float always equal', 'a float equal to everything', NEVER, equal('float', '3')],
  ['str always equal', 'a str equal to everything', NEVER, equal('str', '"x"')],
  ['bytes always equal', 'bytes equal to everything', NEVER, equal('bytes', '')],
  ['complex always equal', 'a complex number equal to everything', NEVER, equal('complex', '')],
  ['list always equal', 'a list equal to everything', NEVER, equal('list', '')],
  ['tuple always equal', 'a tuple equal to everything', NEVER, equal('tuple', '')],
  ['dict always equal', 'a dict equal to everything', NEVER, equal('dict', '')],
  ['set always equal', 'a set equal to everything', NEVER, equal('set', '')],
  ['frozenset always equal', 'a frozenset equal to everything', NEVER, equal('frozenset', '')],
  [
    'inherited equality',
    'the comparison comes from a mixin further up',
    NEVER,
    returns(
      'E([9])',
      `
class M:
    def __eq__(self, other): return True
class D(M, list): pass
class E(D): pass
`.slice(1),
    ),
  ],
  [
    'equal inside a list',
    'an ordinary list of objects equal to everything',
    NEVER,
    returns('[E(), E()]', 'class E:\n    def __eq__(self, other): return True\n'),
  ],
  [
    'equal inside a tuple',
    'int subclasses in a tuple',
    NEVER,
    returns('(E(1), E(2))', 'class E(int):\n    def __eq__(self, other): return True\n'),
  ],
  [
    'metaclass',
    'a class equal to everything',
    NEVER,
    returns(
      'E',
      'class M(type):\n    def __eq__(self, other): return True\n    __hash__ = type.__hash__\nclass E(metaclass=M): pass\n',
    ),
  ],
  [
    'forged __class__',
    'an object that claims the expected type',
    NEVER,
    returns(
      'E()',
      `
class E:
    __class__ = property(lambda self: list)
    def __eq__(self, other): return True
    def __len__(self): return 2
    def __iter__(self): return iter([1, 2])
`.slice(1),
    ),
  ],
  [
    '__reduce__',
    'an object that is copied as another one',
    NEVER,
    returns(
      'E()',
      'class E:\n    def __reduce__(self): return (list, ([1, 2],))\n    __reduce_ex__ = lambda self, version: (list, ([1, 2],))\n',
    ),
  ],
  [
    '__index__ and friends',
    'an object that converts to every number',
    NEVER,
    returns(
      'E()',
      `
class E:
    def __index__(self): return 1
    __int__ = __index__
    __bool__ = lambda self: True
    __float__ = lambda self: 1.0
    __complex__ = lambda self: 1j
`.slice(1),
    ),
  ],
  [
    'swapped comparison',
    'reflected operators that agree with everything',
    NEVER,
    returns(
      'E(0)',
      `
class E(float):
    __eq__ = __le__ = __ge__ = lambda self, other: True
    __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0
`.slice(1),
    ),
  ],
  [
    'weakref.proxy',
    'a proxy of the right kind of object',
    NEVER,
    returns('weakref.proxy(KEPT)', 'import weakref\nclass E(set): pass\nKEPT = E()\n'),
  ],
  [
    'Mock',
    'an object that answers everything',
    NEVER,
    returns('MagicMock(__eq__=lambda self, other: True)', 'from unittest.mock import MagicMock\n'),
    { targets: ['list'] },
  ],
  [
    'ANY of mock',
    'the object that tests use to accept all',
    NEVER,
    returns('ANY', 'from unittest.mock import ANY\n'),
    { targets: ['list'] },
  ],
  ['not a number', 'NaN compares with nothing', NEVER, returns('float("nan")')],
  ['infinity', 'infinity is close to nothing', NEVER, returns('float("inf")')],
  ['NotImplemented', 'the value that comparison returns', NEVER, returns('NotImplemented')],
  ['Ellipsis', 'the value that cannot be called', NEVER, returns('...')],
  ['None', 'nothing', 'wrong-value', returns('None')],
  ['function', 'itself', 'not-data', returns('ENTRY')],
  ['class', 'a type', 'not-data', returns('int')],
  ['module', 'a module', 'not-data', returns('sys', 'import sys\n')],
  ['code object', 'its own code, which marshal would write', 'not-data', returns('ENTRY.__code__')],
  ['generator', 'a generator of the right items', 'not-data', returns('(item for item in [x, x + 1])')],
  ['coroutine', 'an asynchronous entry point', 'not-data', 'async def ENTRY(x):\n    return RIGHT\n'],
  ['iterator', 'a map', 'not-data', returns('map(int, [x, x + 1])')],
  ['memoryview', 'a buffer, which marshal would write as bytes', NEVER, returns('memoryview(bytes([x, x + 1]))')],
  ['array', 'an array of the right items', NEVER, returns('array.array("i", [x, x + 1])', 'import array\n')],
  [
    'UserList',
    'a list that is none',
    'not-data',
    returns('UserList([x, x + 1])', 'from collections import UserList\n'),
  ],
  ['mapping proxy', 'a view of a dict', 'not-data', returns('types.MappingProxyType({})', 'import types\n')],
  ['tuple', 'a tuple in place of a list', 'wrong-value', returns('(x, x + 1)')],
  ['deque', 'a deque in place of a list', NEVER, returns('deque([x, x + 1])', 'from collections import deque\n')],
  ['range', 'a range in place of a list', NEVER, returns('range(x, x + 2)')],
  [
    'namedtuple',
    'a named tuple in place of a list',
    NEVER,
    returns('P(x, x + 1)', 'from collections import namedtuple\nP = namedtuple("P", "a b")\n'),
  ],
  ['set', 'a set in place of a list', 'wrong-value', returns('{x, x + 1}')],
  ['dict', 'a dict in place of a list', 'wrong-value', returns('{0: x, 1: x + 1}')],
  ['text', 'the answer as text', 'wrong-value', returns('repr(RIGHT)')],
  ['bytes', 'the answer as bytes', 'wrong-value', returns('repr(RIGHT).encode()')],
  [
    'marshalled answer',
    'bytes that are the answer for marshal',
    'wrong-value',
    returns('marshal.dumps(RIGHT, 2)', 'import marshal\n'),
  ],
  ['wrapped', 'the right answer in a list', 'wrong-value', returns('[RIGHT]')],
  [
    'self-containing',
    'a list that contains itself',
    'not-data wrong-value platform-limit',
    'def ENTRY(x):\n    one = []\n    one.append(one)\n    return one\n',
  ],
  ['near miss', 'beyond the tolerance', 'wrong-value', returns('x / 2 + 0.001')],
  ['its argument', 'the input itself', 'wrong-value', returns('x + 100')],
  ['its surroundings', 'all names it has', NEVER, returns('globals()')],
  [
    'twice in a set',
    'equal members that hash apart, so that a set holds them twice',
    'not-data',
    returns('{x, K(x), x + 1}', 'class K(int):\n    def __hash__(self): return 9\n'),
    { targets: ['set'] },
  ],
  [
    'hash of its own',
    'members that Python would not find, though they are equal',
    'not-data',
    returns('{K(x), K(x + 1)}', 'class K(int):\n    def __hash__(self): return 9\n'),
    { targets: ['set'] },
  ],
  [
    'ranges for numbers',
    'millions of numbers, made by whoever compares them',
    'wrong-value',
    returns('[range(5_000_000)] * 30'),
    { targets: ['floats'] },
  ],
  [
    'StopIteration in their loops',
    'ends the loops of Python tests before anything is asserted',
    'exception',
    'def ENTRY(x):\n    if x < 5: raise StopIteration\n    return RIGHT\n',
    { targets: ['tests'] },
  ],
  [
    'passed on by the tests',
    'an answer that Python tests call with again, and that is no plain data',
    'not-data',
    returns('deque([RIGHT])', 'from collections import deque\n'),
    { targets: ['tests'], expect: ['not-data', 'wrong-value'] },
  ],
  [
    'right until passed on',
    'the same, where it is looked at only by being passed on',
    'not-data',
    returns('RIGHT if x != 7 else range(9)'),
    { targets: ['tests'] },
  ],
  // What EvalPlus takes for close, so does this judge: numpy stretches the column.
  ['column for a row', 'lists of one number each', 'pass', returns('[[x / 2]] * 30'), { targets: ['floats'] }],
  // These are right by Python's ==, however they look.
  ['int for bool', '1 is True', 'pass wrong-value', returns('1 if x % 2 == 0 else 0'), { right: ['bool'] }],
  ['float for bool', '1.0 is True', 'pass wrong-value', returns('1.0 if x % 2 == 0 else 0.0'), { right: ['bool'] }],
  [
    'complex for float',
    'a complex number without an imaginary part',
    'pass wrong-value',
    returns('complex(x / 2)'),
    { right: ['float'] },
  ],
  ['within the tolerance', 'off by a billionth', 'pass wrong-value', returns('x / 2 + 1e-9'), { right: ['float'] }],
  [
    'Fraction',
    'an exact fraction',
    'pass wrong-value not-data',
    returns('Fraction(x, 2)', 'from fractions import Fraction\n'),
    { right: ['float'] },
  ],
  [
    'Decimal',
    'a decimal number',
    'pass wrong-value not-data',
    returns('Decimal(x) / 2', 'from decimal import Decimal\n'),
    { right: ['float'] },
  ],
  ['floats in the list', '1.0 is 1', 'pass wrong-value', returns('[float(x), x + 1.0]'), { right: ['list'] }],
  [
    'bools in the list',
    'True is 1',
    'pass wrong-value',
    returns('[True if x == 1 else x, x + 1]'),
    { right: ['list'] },
  ],
  [
    'plain subclass',
    'a list subclass that compares as lists do',
    'pass wrong-value not-data',
    returns('E([x, x + 1])', 'class E(list): pass\n'),
    { right: ['list'] },
  ],
])
