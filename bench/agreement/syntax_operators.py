"""Operators that change one place of a program's syntax tree: what a model gets wrong."""

import ast
import copy
from collections.abc import Callable, Iterator

# A mutant: where it was made, and the program.
Mutant = tuple[str, str]
Change = Callable[[ast.AST], ast.AST | None]


def docstrings(tree: ast.AST) -> set[int]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def at_each(source: str, change: Callable[[ast.AST, set[int]], list[tuple[str, ast.AST]]]) -> Iterator[Mutant]:
    """All programs in which one node is replaced by one of what `change` offers for it."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    skipped = docstrings(tree)
    for index, node in enumerate(nodes):
        for choice, (what, _) in enumerate(change(node, skipped)):
            other = copy.deepcopy(tree)
            twins = list(ast.walk(other))
            replacement = change(twins[index], docstrings(other))[choice][1]
            done = Replace(twins[index], replacement).visit(other)
            ast.fix_missing_locations(done)
            yield f"line {getattr(node, 'lineno', 0)}: {what}", ast.unparse(done)


class Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST):
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def plus(node: ast.AST, step: int) -> ast.AST:
    operator = ast.Add() if step > 0 else ast.Sub()
    return ast.BinOp(left=node, op=operator, right=ast.Constant(value=abs(step)))


def is_int(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int


def constants(node: ast.AST, skipped: set[int]) -> list[tuple[str, ast.AST]]:
    if not is_int(node) or id(node) in skipped:
        return []
    return [(f"{node.value} to {node.value + step}", ast.Constant(value=node.value + step)) for step in (1, -1)]


def ranges(node: ast.AST, _: set[int]) -> list[tuple[str, ast.AST]]:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range"):
        return []
    offered = []
    for at in range(min(2, len(node.args))):
        for step in (1, -1):
            args = [plus(arg, step) if at == index else arg for index, arg in enumerate(node.args)]
            offered.append((f"argument {at} of range {step:+d}", ast.Call(func=node.func, args=args, keywords=[])))
    return offered


def slices(node: ast.AST, _: set[int]) -> list[tuple[str, ast.AST]]:
    if not isinstance(node, ast.Slice):
        return []
    offered = []
    for name in ("lower", "upper"):
        bound = getattr(node, name)
        if bound is None:
            continue
        for step in (1, -1):
            bounds = {"lower": node.lower, "upper": node.upper, "step": node.step, name: plus(bound, step)}
            offered.append((f"{name} bound of a slice {step:+d}", ast.Slice(**bounds)))
    return offered


def indices(node: ast.AST, _: set[int]) -> list[tuple[str, ast.AST]]:
    if not isinstance(node, ast.Subscript) or isinstance(node.slice, (ast.Slice, ast.Tuple)):
        return []
    if not isinstance(node.ctx, ast.Load) or isinstance(node.value, ast.Name) and node.value.id[:1].isupper():
        return []
    return [
        (f"index {step:+d}", ast.Subscript(value=node.value, slice=plus(node.slice, step), ctx=node.ctx))
        for step in (1, -1)
    ]


COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
ARITHMETIC = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Div, ast.Div: ast.FloorDiv,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip


def comparisons(node: ast.AST, _: set[int]) -> list[tuple[str, ast.AST]]:
    if not isinstance(node, ast.Compare):
        return []
    new = COMPARISONS[type(node.ops[0])]
    what = f"{type(node.ops[0]).__name__} to {new.__name__}"
    return [(what, ast.Compare(left=node.left, ops=[new(), *node.ops[1:]], comparators=node.comparators))]


def arithmetic(node: ast.AST, _: set[int]) -> list[tuple[str, ast.AST]]:
    if not isinstance(node, (ast.BinOp, ast.AugAssign)) or type(node.op) not in ARITHMETIC:
        return []
    new = ARITHMETIC[type(node.op)]
    what = f"{type(node.op).__name__} to {new.__name__}"
    if isinstance(node, ast.BinOp):
        return [(what, ast.BinOp(left=node.left, op=new(), right=node.right))]
    return [(what, ast.AugAssign(target=node.target, op=new(), value=node.value))]


def booleans(node: ast.AST, _: set[int]) -> list[tuple[str, ast.AST]]:
    if isinstance(node, ast.BoolOp):
        new = ast.Or if isinstance(node.op, ast.And) else ast.And
        return [(f"to {new.__name__}", ast.BoolOp(op=new(), values=node.values))]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [("not removed", node.operand)]
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        return [(f"to {not node.value}", ast.Constant(value=not node.value))]
    return []


def unsorted(node: ast.AST, _: set[int]) -> list[tuple[str, ast.AST]]:
    if not isinstance(node, ast.Call) or not node.args and not isinstance(node.func, ast.Attribute):
        return []
    if isinstance(node.func, ast.Name) and node.func.id == "sorted":
        return [("sorted to list", ast.Call(func=ast.Name(id="list", ctx=ast.Load()), args=node.args, keywords=[]))]
    if isinstance(node.func, ast.Attribute) and node.func.attr == "sort":
        return [("sort removed", ast.Constant(value=None))]
    return []


def sums(node: ast.AST, _: set[int]) -> list[tuple[str, ast.AST]]:
    """Another order of a float sum, or another way of summing."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum" and node.args):
        return []

    def call(text: str) -> ast.AST:
        template = ast.parse(text, mode="eval").body
        return Replace(next(n for n in ast.walk(template) if isinstance(n, ast.Name) and n.id == "_"), node.args[0]).visit(template)

    texts = ("sum(list(_)[::-1])", "sum(sorted(_))", "__import__('math').fsum(_)", "__import__('functools').reduce(lambda a, b: a + b, _, 0)")
    return [(text.replace("_)", "...)"), call(text)) for text in texts]


def infinities(node: ast.AST, _: set[int]) -> list[tuple[str, ast.AST]]:
    """sys.maxsize for infinity, and for large constants."""
    maxsize = ast.parse("__import__('sys').maxsize", mode="eval").body
    if is_int(node) and node.value >= 1000:
        return [(f"{node.value} to sys.maxsize", maxsize)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float" and len(node.args) == 1:
        text = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
        if text in ("inf", "-inf"):
            return [(f"{text} to sys.maxsize", maxsize if text == "inf" else ast.UnaryOp(op=ast.USub(), operand=maxsize))]
    return []


def statements(node: ast.AST, _: set[int]) -> list[tuple[str, ast.AST]]:
    if not isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.Continue, ast.Break)):
        return []
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return []
    return [(f"{type(node).__name__} removed", ast.Pass())]


def edge_cases(source: str, entry: str) -> Iterator[Mutant]:
    """The first `if` of the entry point is removed; what stands under its `else` stays."""
    tree = ast.parse(source)
    function = next((n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == entry), None)
    for node in ast.walk(function) if function is not None else ():
        for field in ("body", "orelse"):
            body = getattr(node, field, None)
            if not isinstance(body, list):
                continue
            for at, one in enumerate(body):
                if isinstance(one, ast.If):
                    body[at : at + 1] = one.orelse or [ast.Pass()]
                    yield f"line {one.lineno}: first if removed", ast.unparse(ast.fix_missing_locations(tree))
                    return


def early_returns(source: str, entry: str) -> Iterator[Mutant]:
    """The last return's value is returned at the end of a loop's first turn."""
    tree = ast.parse(source)
    function = next((n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == entry), None)
    if function is None or not isinstance(function.body[-1], ast.Return):
        return
    loops = [n for n in ast.walk(function) if isinstance(n, (ast.For, ast.While))]
    for loop in loops[:2]:
        loop.body.append(function.body[-1])
        yield f"line {loop.lineno}: return inside the loop", ast.unparse(ast.fix_missing_locations(tree))
        loop.body.pop()


def missing_imports(source: str, entry: str) -> Iterator[Mutant]:
    tree = ast.parse(source)
    for at, node in enumerate(tree.body):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            other = ast.parse(source)
            del other.body[at]
            yield f"line {node.lineno}: {ast.unparse(node)} removed", ast.unparse(other)


def each(change) -> Callable[[str, str], Iterator[Mutant]]:
    return lambda source, entry: at_each(source, change)


# Operator, and how many mutants are made with it (of both benchmarks together).
SYNTAX_OPERATORS = {
    "off-by-one-constant": (each(constants), 190),
    "off-by-one-range": (each(ranges), 110),
    "off-by-one-slice": (each(slices), 70),
    "off-by-one-index": (each(indices), 80),
    "wrong-comparison": (each(comparisons), 190),
    "wrong-arithmetic": (each(arithmetic), 170),
    "wrong-boolean": (each(booleans), 90),
    "sorted-removed": (each(unsorted), 50),
    "float-sum": (each(sums), 60),
    "maxsize-for-infinity": (each(infinities), 14),
    "statement-removed": (each(statements), 70),
    "edge-case-dropped": (edge_cases, 120),
    "early-return": (early_returns, 60),
    "import-missing": (missing_imports, 80),
}
