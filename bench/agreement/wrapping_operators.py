"""Operators that wrap the reference: another type, another behaviour, a right answer in a wrong way."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

INNER = "reference_"


class Rename(ast.NodeTransformer):
    def __init__(self, entry: str):
        self.entry = entry

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        if node.name == self.entry:
            node.name = INNER
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id == self.entry:
            node.id = INNER
        return node


def renamed(source: str, entry: str) -> str:
    """The reference under another name, its recursive calls too."""
    return ast.unparse(Rename(entry).visit(ast.parse(source)))


@dataclass(frozen=True)
class Wrapper:
    """`body` sees `args` and reference_; `value` is an expression over the reference's answer `r` instead."""

    place: str
    body: str = ""
    value: str = ""
    before: str = ""

    def around(self, source: str, entry: str) -> str:
        lines = self.body or f"r = {INNER}(*args)\nreturn {self.value}"
        indented = "\n".join("    " + line for line in lines.split("\n"))
        parts = [renamed(source, entry), self.before, f"def {entry}(*args):\n{indented}\n"]
        return "\n\n".join(part for part in parts if part)


def value(place: str, expression: str, before: str = "") -> Wrapper:
    return Wrapper(place, value=expression, before=before)


def when(types: str, changed: str) -> str:
    return f"{changed} if type(r) in ({types},) else r"


DEEP = "def deep(x):\n    return tuple(map(deep, x)) if type(x) is list else x"
DEEP_LIST = "def deep(x):\n    return list(map(deep, x)) if type(x) is tuple else x"

# What the reference answers (type names of its base answers) an operator applies to; None for all.
# name: (types, mutants, wrappers in turn)
VALUE_OPERATORS = {
    "tuple-for-list": ({"list"}, 50, [value("outer", when("list", "tuple(r)")), value("all levels", "deep(r)", DEEP)]),
    "list-for-tuple": ({"tuple"}, 40, [value("outer", when("tuple", "list(r)")), value("all levels", "deep(r)", DEEP_LIST)]),
    "float-for-int": ({"int"}, 40, [value("float(r)", when("int", "float(r)"))]),
    "int-for-float": ({"float"}, 30, [value("int(r)", when("float", "int(r)")), value("round(r)", when("float", "round(r)"))]),
    "str-for-other": (None, 16, [value("str(r)", "str(r)"), value("repr(r)", "repr(r)")]),
    "str-for-list": ({"list"}, 14, [value("joined", when("list", "''.join(map(str, r))"))]),
    "list-for-str": ({"str"}, 14, [value("list(r)", when("str", "list(r)"))]),
    "set-for-list": ({"list"}, 20, [value("dict.fromkeys", when("list", "dict.fromkeys(map(str, r)).keys()")), value("set of str", when("list", "set(map(str, r))"))]),
    "generator": ({"list", "tuple"}, 24, [value("generator", when("list, tuple", "(x for x in r)")), value("map", when("list, tuple", "map(lambda x: x, r)")), value("iter", when("list, tuple", "iter(r)"))]),
    "hash-order": ({"list", "tuple", "str"}, 40, [
        value("in the order of a set of strings", "type(r)((lambda kept: [kept[key] for key in set(kept)])({repr(x): x for x in r})) if type(r) in (list, tuple) else ''.join(set(r)) if type(r) is str else r"),
        value("through a set of its own elements", "type(r)(list(set(r))) if type(r) in (list, tuple) and all(type(x) in (int, str, float, tuple) for x in r) else r"),
        value("sorted by hash", "type(r)(sorted(r, key=lambda x: hash(repr(x)))) if type(r) in (list, tuple) else r"),
    ]),
    "list-subclass": ({"list"}, 12, [value("class L(list)", "L(r) if type(r) is list else r", "class L(list):\n    pass")]),
    "int-subclass": ({"int"}, 12, [value("class I(int)", "I(r) if type(r) is int else r", "class I(int):\n    pass"), value("IntEnum", "E('E', {'a': r}).a if type(r) is int else r", "from enum import IntEnum as E")]),
    "str-subclass": ({"str"}, 10, [value("class S(str)", "S(r) if type(r) is str else r", "class S(str):\n    pass")]),
    "float-subclass": ({"float"}, 6, [value("class F(float)", "F(r) if type(r) is float else r", "class F(float):\n    pass")]),
    "namedtuple": ({"tuple"}, 10, [value("namedtuple", "N('N', ['f%d' % i for i in range(len(r))])(*r) if type(r) is tuple else r", "from collections import namedtuple as N")]),
    "defaultdict": ({"dict"}, 8, [value("defaultdict(int)", when("dict", "defaultdict(int, r)"), "from collections import defaultdict")]),
    "counter": ({"dict"}, 8, [value("Counter", when("dict", "Counter(r)"), "from collections import Counter"), value("Counter with a zero", when("dict", "Counter({**r, 'zero_': 0})"), "from collections import Counter")]),
    "ordered-dict": ({"dict"}, 10, [value("OrderedDict", when("dict", "OrderedDict(r)"), "from collections import OrderedDict"), value("reversed OrderedDict", when("dict", "OrderedDict(reversed(r.items()))"), "from collections import OrderedDict"), value("MappingProxyType", when("dict", "MappingProxyType(r)"), "from types import MappingProxyType")]),
    "deque": ({"list", "tuple"}, 10, [value("deque", when("list, tuple", "deque(r)"), "from collections import deque")]),
    "range": ({"list"}, 4, [value("range where it is one", "range(r[0], r[-1] + 1) if type(r) is list and r and all(type(x) is int for x in r) and r == list(range(r[0], r[-1] + 1)) else r")]),
    "array": ({"list"}, 6, [value("array('q')", "array('q', r) if type(r) is list and all(type(x) is int and abs(x) < 2**60 for x in r) else r", "from array import array")]),
    "frozenset": ({"set", "list"}, 6, [value("frozenset", when("set", "frozenset(r)")), value("dict views", when("set", "dict.fromkeys(r).keys()"))]),
    "fraction": ({"int", "float"}, 16, [value("Fraction", "Fraction(r) if type(r) in (int, float) and r == r and abs(r) != float('inf') else r", "from fractions import Fraction")]),
    "decimal": ({"int", "float"}, 16, [value("Decimal of the value", when("int, float", "Decimal(r)"), "from decimal import Decimal"), value("Decimal of the text", when("int, float", "Decimal(str(r))"), "from decimal import Decimal")]),
    "complex": ({"int", "float"}, 10, [value("complex(r)", when("int, float", "complex(r)"))]),
    "bytes-for-str": ({"str"}, 8, [value("encode", when("str", "r.encode()")), value("bytearray", when("str", "bytearray(r.encode())"))]),
    "not-a-number": ({"float", "int"}, 14, [value("nan for all", when("float, int", "float('nan')")), value("inf for zero", "float('inf') if type(r) in (int, float) and r == 0 else r"), value("nan for zero", "float('nan') if type(r) in (int, float) and r == 0 else r")]),
    "negative-zero": ({"float", "int"}, 12, [value("-0.0 for 0", "-0.0 if type(r) in (int, float) and r == 0 else r")]),
    "bool-for-int": ({"int", "bool"}, 30, [value("True for 1", "True if type(r) is int and r == 1 else False if type(r) is int and r == 0 else r"), value("int for bool", when("bool", "int(r)")), value("float for bool", when("bool", "float(r)"))]),
    "nearly": ({"float"}, 40, [value(f"times 1 + {e}", f"r * (1 + {e}) if type(r) is float else r") for e in ("1e-5", "1e-6", "5e-7", "1e-7", "1e-8", "1e-9", "1e-12")]),
    "none": (None, 24, [value("None for all", "None"), value("None for a falsy answer", "r or None"), value("None in a list", "[r]"), value("None for a truthy answer", "None if r else r")]),
    "own-equality": (None, 8, [value("an object equal to all", "A()", "class A:\n    def __eq__(self, other):\n        return True"), value("a subclass equal to all", "type('A', (type(r),), {'__eq__': lambda a, b: True})(r) if type(r) in (int, str, float, list, tuple) else r")]),
    "cyclic": ({"list"}, 4, [value("contains itself", "(r.append(r), r)[1] if type(r) is list else r")]),
    "lone-surrogate": ({"str"}, 4, [value("a lone surrogate at the end", when("str", "r + chr(0xD800)"))]),
}  # fmt: skip

FIRST = "calls = []"
ONCE = "calls.append(0)\nif len(calls) == 1:\n    {0}\nreturn reference_(*args)"


def once(place: str, work: str, before: str = "") -> Wrapper:
    return Wrapper(place, body=ONCE.format(work), before=f"{FIRST}\n{before}".strip())


def always(place: str, work: str, before: str = "") -> Wrapper:
    return Wrapper(place, body=f"{work}\nreturn reference_(*args)", before=before)


CHOOSE = "import zlib"
SOME = "if zlib.crc32(repr(args).encode('utf8', 'replace')) % {0} == 0:\n    {1}"


def some(place: str, one_in: int, work: str) -> Wrapper:
    return always(f"{place}, one input in {one_in}", SOME.format(one_in, work), CHOOSE)


def down(depth: int, limit: int | None = None) -> Wrapper:
    head = "" if limit is None else f"import sys\nsys.setrecursionlimit({limit})\n"
    raised = "" if limit is None else f", limit {limit}"
    return Wrapper(
        f"plain, depth {depth}{raised}",
        body=f"return descend({depth}, args)",
        before=head + "def descend(n, args):\n    return reference_(*args) if n == 0 else descend(n - 1, args)",
    )


def through_c(place: str, depth: int, line: str, head: str = "", limit: int | None = None) -> Wrapper:
    raised = "" if limit is None else f"import sys\nsys.setrecursionlimit({limit})\n"
    return Wrapper(
        f"{place}, depth {depth}" + ("" if limit is None else f", limit {limit}"),
        body=f"down_({depth})\nreturn reference_(*args)",
        before=f"{raised}{head}def down_(n):\n    return 0 if n == 0 else {line}",
    )


CACHE = "from functools import lru_cache\n@lru_cache(None)\n"
CALLABLE = "class Down:\n    def __call__(self, n):\n        return 0 if n == 0 else self(n - 1)\ndown_object = Down()\n"

WAIT = "import time\ndef wait(s):\n    end = time.perf_counter() + s\n    while time.perf_counter() < end: pass"
SWALLOW = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
FOREVER = "import sys\ndef forever(n):\n    return forever(n + 1)"

BEHAVIOUR_OPERATORS = {
    "reference-renamed": (4, [always("unchanged", "pass")]),
    "mutated-input": (90, [
        always("sorted before", "[a.sort() for a in args if type(a) is list and all(type(x) is int for x in a)]"),
        always("reversed before", "[a.reverse() for a in args if type(a) is list]"),
        Wrapper("cleared after", body="r = reference_(*args)\n[a.clear() for a in args if hasattr(a, 'clear') and a is not r]\nreturn r"),
        Wrapper("appended after", body="r = reference_(*args)\n[a.append(0) for a in args if type(a) is list and a is not r]\nreturn r"),
        always("last removed before", "[a.pop() for a in args if type(a) is list and a]"),
        Wrapper("answer is the changed argument", body="r = reference_(*args)\nfor a in args:\n    if type(a) is list and type(r) is list:\n        a[:] = r\n        return a\nreturn r"),
        Wrapper("called twice", body="reference_(*args)\nreturn reference_(*args)"),
    ]),
    "slow-clock": (30, [once(f"{s} s, once", f"wait({s})", WAIT) for s in (0.5, 0.7, 0.9, 1.1, 1.3, 1.5)]),
    "slow-loop": (30, [once(f"{n} turns, once", f"for _ in range({n}): pass") for n in (10**7, 2 * 10**7, 3 * 10**7, 5 * 10**7, 10**8)]),
    "slow-every": (8, [always(f"{n} turns for each input", f"for _ in range({n}): pass") for n in (10**5, 10**6)]),
    "slow-again": (24, [Wrapper(f"work done {k} times", body=f"for _ in range({k}):\n    reference_(*deepcopy(args))\nreturn reference_(*args)", before="from copy import deepcopy") for k in (10, 100, 1000)]),
    "sleep": (8, [once(f"{s} s, once", f"time.sleep({s})", "import time") for s in (0.5, 0.9, 1.2, 1.5)]),
    "endless": (30, [
        always("all inputs", "while True: pass"),
        some("while True", 4, "while True: pass"),
        some("growing number", 4, "n = 3\n    while True: n = n * n % 1000003 + 3"),
        some("regular expression", 5, "import re; re.match('(a+)+$', 'a' * 40 + 'b')"),
        some("sleeping", 5, "import time; time.sleep(1000)"),
    ]),
    "endless-in-c": (4, [some("max(count())", 3, "import itertools; max(itertools.count())"), some("sum(range)", 3, "sum(range(10**12))")]),
    "endless-swallowing": (3, [Wrapper("except BaseException", body=SWALLOW)]),
    "endless-import": (3, [Wrapper("top level", body="return reference_(*args)", before="while True:\n    pass")]),
    "swallows-one": (4, [once("one time-out swallowed", "try:\n        while True: pass\n    except BaseException: pass")]),
    "deep-recursion": (60, [
        down(200), down(800), down(900), down(960), down(990), down(1100), down(5000), down(5000, 10**4), down(20000, 10**6), down(100000, 10**6),
        through_c("lru_cache", 100, "1 + down_(n - 1)", CACHE), through_c("lru_cache", 250, "1 + down_(n - 1)", CACHE),
        through_c("lru_cache", 400, "1 + down_(n - 1)", CACHE), through_c("lru_cache", 3000, "1 + down_(n - 1)", CACHE, 10**5),
        through_c("sorted", 100, "sorted([n], key=lambda _: down_(n - 1))"), through_c("sorted", 300, "sorted([n], key=lambda _: down_(n - 1))"), through_c("sorted", 450, "sorted([n], key=lambda _: down_(n - 1))"),
        through_c("sum of a generator", 300, "sum(down_(n - 1) for _ in (0,))"), through_c("max of a map", 300, "max(map(down_, [n - 1]))"),
        through_c("calling an object", 300, "down_object(n)", CALLABLE), through_c("calling an object", 450, "down_object(n)", CALLABLE),
    ]),
    "endless-recursion": (10, [always("default limit", "forever(0)", FOREVER), always("raised limit", "sys.setrecursionlimit(10**6)\nforever(0)", FOREVER)]),
    "recursion-caught": (6, [Wrapper("RecursionError caught", body="try:\n    return forever()\nexcept RecursionError:\n    return reference_(*args)", before="def forever():\n    return 1 + forever()")]),
    "deep-value": (4, [Wrapper(f"list of depth {n} compared", body=f"a, b = [], []\nfor _ in range({n}): a, b = [a], [b]\na == b\nreturn reference_(*args)") for n in (200, 600)]),
    "raising": (60, [
        some("ValueError", 9, "raise ValueError('some')"), some("IndexError", 3, "raise IndexError"), always("all inputs", "raise NotImplementedError"),
        some("AssertionError", 5, "assert False"), some("StopIteration", 5, "raise StopIteration"), some("KeyboardInterrupt", 5, "raise KeyboardInterrupt"),
        some("own exception", 5, "raise type('Own', (BaseException,), {})"), once("first call", "raise RuntimeError"), some("MemoryError", 5, "raise MemoryError"),
        some("RecursionError", 5, "raise RecursionError"), some("exception that cannot be shown", 5, "raise type('Own', (Exception,), {'__str__': lambda s: 1 / 0, '__repr__': lambda s: 1 / 0})"),
    ]),
    "raising-import": (6, [Wrapper("top level", body="return reference_(*args)", before="raise ValueError('loading')"), Wrapper("import of a missing module", body="return reference_(*args)", before="import no_such_module_")]),
    "printing": (20, [always("a line for each input", "print('result', args)"), once("200,000 lines", "[print('line', i) for i in range(200000)]"), once("20 MB at once", "print('x' * 20_000_000)"), once("to stderr", "sys.stderr.write('x' * 1_000_000)", "import sys"), once("sys.__stdout__", "sys.__stdout__.write('x')", "import sys")]),
    "reading": (8, [once("input()", "input()"), once("sys.stdin.read()", "sys.stdin.read()", "import sys"), once("open a file to read", "open('data_.txt').read()"), once("open a file to write", "open('data_.txt', 'w').write('x')")]),
    "exit": (16, [once("sys.exit(0)", "sys.exit(0)", "import sys"), once("exit()", "exit()"), once("raise SystemExit", "raise SystemExit"), once("os._exit(0)", "os._exit(0)", "import os"), Wrapper("sys.exit at the top level", body="return reference_(*args)", before="import sys\nsys.exit(0)"), Wrapper("os._exit at the top level", body="return reference_(*args)", before="import os\nos._exit(0)"), some("sys.exit", 7, "raise SystemExit(1)"), once("os.abort()", "os.abort()", "import os")]),
    "global-state": (30, [
        Wrapper("wrong after 2 calls", body="calls.append(0)\nr = reference_(*args)\nreturn None if len(calls) > 2 else r", before=FIRST),
        Wrapper("wrong after 20 calls", body="calls.append(0)\nr = reference_(*args)\nreturn None if len(calls) > 20 else r", before=FIRST),
        Wrapper("wrong from the 120th call", body="calls.append(0)\nr = reference_(*args)\nreturn None if len(calls) >= 120 else r", before=FIRST),
        Wrapper("answers of the call before", body="r = reference_(*args)\ncalls.append(r)\nreturn calls[-2] if len(calls) > 1 else r", before=FIRST),
        Wrapper("module patched", body="if hasattr(math, 'mark_'): return None\nmath.mark_ = 1\nreturn reference_(*args)", before="import math"),
        Wrapper("answers kept by id", body="key = tuple(map(id, args))\nif key not in kept: kept[key] = reference_(*args)\nreturn kept[key]", before="kept = {}"),
        Wrapper("one list for all answers", body="r = reference_(*args)\nif type(r) is not list: return r\nkept[:] = r\nreturn kept", before="kept = []"),
    ]),
    "main-guard": (6, [Wrapper("run only as __main__", body="return reference_(*args)", before="if __name__ == '__main__':\n    raise ValueError"), Wrapper("prints __name__", body="if __name__ == 'builtins': return reference_(*args)\nreturn None")]),
    "threads": (4, [Wrapper("in a thread", body="out = []\nt = threading.Thread(target=lambda: out.append(reference_(*args)))\nt.start()\nt.join()\nreturn out[0]", before="import threading"), Wrapper("in an executor", body="with ThreadPoolExecutor(1) as pool:\n    return pool.submit(reference_, *args).result()", before="from concurrent.futures import ThreadPoolExecutor")]),
    "asyncio": (4, [Wrapper("asyncio.run", body="async def work():\n    return reference_(*args)\nreturn asyncio.run(work())", before="import asyncio")]),
    "numpy": (6, [Wrapper("imported", body="return reference_(*args)", before="import numpy as np"), Wrapper("array for a list", body="r = reference_(*args)\nreturn np.array(r) if type(r) is list else r", before="import numpy as np"), Wrapper("scalar for a number", body="r = reference_(*args)\nreturn np.float64(r) if type(r) is float else np.int64(r) if type(r) is int and abs(r) < 2**60 else r", before="import numpy as np")]),
    "memory": (6, [once(f"{n} MB", f"bytearray({n} * 1_000_000)") for n in (100, 400, 1000, 3000)] + [once("list without end", "l = []\n    while True: l.append(bytes(10**7))")]),
    "wide-integers": (12, [once("len(range(10**10))", "assert len(range(10**10)) == 10**10"), once("sys.maxsize", "assert sys.maxsize > 2**40", "import sys"), once("islice", "list(itertools.islice([1], 10**10))", "import itertools"), once("hash of 2**40", "assert hash(2**40) == 2**40"), once("struct l", "assert struct.calcsize('l') == 8", "import struct"), once("5,000 digits", "str(10**5000)")]),
    "newer-python": (8, [Wrapper("nested quotes in an f-string", body="f'{\"a\" + f\"{'b'}\"}'\nreturn reference_(*args)"), Wrapper("type statement", body="return reference_(*args)", before="type Number = int"), Wrapper("itertools.batched", body="return reference_(*args)", before="from itertools import batched"), Wrapper("except without parentheses", body="try:\n    return reference_(*args)\nexcept ValueError, TypeError:\n    raise")]),
    "older-python": (8, [Wrapper("distutils", body="return reference_(*args)", before="import distutils"), Wrapper("imp", body="return reference_(*args)", before="import imp"), Wrapper("ast.Num", body="return reference_(*args)", before="import ast\nast.Num(1)"), Wrapper("annotation without its import", body="return reference_(*args)", before="def unused(x: List[int]) -> Optional[int]:\n    return None"), Wrapper("invalid escape", body="'\\d'\nreturn reference_(*args)")]),
    "hash-random": (6, [once("decided by hash of a string", "assert hash('abc') % 2"), once("decided by random", "assert random.random() < 0.5", "import random"), once("decided by id", "assert id(calls) // 16 % 2")]),
}  # fmt: skip


def text_operators(source: str, entry: str) -> Iterator[tuple[str, str, str]]:
    """Programs that are broken as text: operator, place, program."""
    lines = source.rstrip("\n").split("\n")
    heads = [at for at, line in enumerate(lines) if line.startswith(f"def {entry}(")]
    if not heads:
        return
    at = heads[-1]

    def changed(line: str) -> str:
        return "\n".join([*lines[:at], line, *lines[at + 1 :]])

    yield "syntax-error", f"line {at + 1}: colon removed", changed(lines[at].rstrip(": "))
    yield "syntax-error", "cut in the middle", source[: source.rfind("\n", 0, len(source) - 2)].rstrip() + " ("
    yield "syntax-error", "last line indented by one more", source.rstrip("\n").rpartition("\n")[0] + "\n " + lines[-1]
    yield "syntax-error", "fence of Markdown", f"```python\n{source}\n```"
    yield "syntax-error", "prose before", f"Here is the function:\n{source}"
    yield "syntax-error", "a NUL at the end", source + "\0"
    yield "syntax-error", "empty", ""
    yield "text", "carriage returns", source.replace("\n", "\r\n")
    yield "text", "byte order mark", "\ufeff" + source
    yield "text", "form feed", "\f" + source
    yield "text", "tabs for four spaces", source.replace("    ", "\t")
    yield "text", "coding cookie", "# -*- coding: latin-1 -*-\n" + source
    yield "entry-point-renamed", f"line {at + 1}: {entry}_", changed(lines[at].replace(f"def {entry}(", f"def {entry}_("))
    yield "entry-point-renamed", "deleted at the end", f"{source}\ndel {entry}\n"
    yield "entry-point-replaced", "a lambda", f"{source}\n{INNER} = {entry}\n{entry} = lambda *a: {INNER}(*a)\n" if f"{entry}(" not in "\n".join(lines[at + 1 :]) else source + "\n"
    yield "entry-point-replaced", "an instance", f"{renamed(source, entry)}\nclass Call:\n    def __call__(self, *args):\n        return {INNER}(*args)\n{entry} = Call()\n"
    yield "entry-point-replaced", "a number", f"{source}\n{entry} = 42\n"
    yield "entry-point-replaced", "lru_cache", f"{renamed(source, entry)}\nimport functools\n{entry} = functools.lru_cache(None)({INNER})\n"


TEXT_MUTANTS = {"syntax-error": 20, "text": 16, "entry-point-renamed": 10, "entry-point-replaced": 14}
