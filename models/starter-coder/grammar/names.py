"""Names of functions and parameters, and type hints."""

import builtins
import keyword
import random

from .compose import Composition

NEUTRAL = ("solve", "f", "process", "task_func", "func", "compute", "run", "answer", "g", "helper", "foo", "solution")
PREFIXES = ("", "", "", "get_", "find_")
MOST_PARTS = 2
# The first of each is the usual one.
ARGUMENTS = {
    "ints": ("nums", "x", "lst"), "words": ("words", "x", "strings"), "str": ("s", "text", "x"), "dict": ("d", "data", "x"),
    "number": ("n", "num", "x"), "pair": ("a, b", "a, b", "a, b"), "nested": ("rows", "matrix", "x"),
}  # fmt: skip
ARGUMENT_WEIGHTS = (8, 1, 1)
HINTS = {"ints": "List[int]", "words": "List[str]", "chars": "List[str]", "str": "str", "dict": "Dict[str, int]",
         "number": "int", "nested": "List[List[int]]", "int": "int", "bool": "bool", "idict": "dict"}  # fmt: skip
HELPFUL_SHARE = 0.5


def neutral(random_: random.Random) -> str:
    return random_.choice(NEUTRAL)


def helpful(random_: random.Random, composition: Composition) -> str:
    """A name made of up to two of the steps' own names, such as even_sum."""
    parts = [use.step.name for use in composition.uses if use.step.key != "characters"]
    chosen = sorted(random_.sample(range(len(parts)), min(MOST_PARTS, len(parts))))
    name = random_.choice(PREFIXES) + "_".join(parts[i] for i in chosen)
    return name + "_of" if hasattr(builtins, name) or keyword.iskeyword(name) else name


def signature(random_: random.Random, composition: Composition, name: str, argument: str) -> str:
    """The lines before the docstring: sometimes with imports and type hints."""
    draw = random_.random()
    if draw > 0.3:
        return f"def {name}({argument}):\n"
    source, target = HINTS.get(composition.source, ""), HINTS[composition.target]
    hints = f"a: {HINTS['ints']}, b: {HINTS['ints']}" if composition.source == "pair" else f"{argument}: {source}"
    line = f"def {name}({hints}) -> {target}:\n"
    needed = [n for n in ("Dict", "List") if n in line]
    if draw > 0.15 or not needed:
        return line.replace("List", "list").replace("Dict", "dict")
    return f"from typing import {', '.join(needed)}\n\n\n{line}"
