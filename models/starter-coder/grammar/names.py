"""Names of functions and parameters, and type hints."""

import random

from .compose import Composition

NEUTRAL = ("solve", "f", "process", "task_func", "func", "compute", "run", "answer", "g", "helper", "foo", "solution")
PREFIXES = ("", "", "", "get_", "find_", "my_")
ARGUMENTS = {
    "ints": ("x", "nums", "lst", "arr"), "words": ("x", "words", "strings"), "str": ("s", "text", "x"),
    "dict": ("d", "data", "x"), "number": ("n", "num", "x"), "pair": ("a, b",), "nested": ("rows", "matrix", "x"),
}  # fmt: skip
HINTS = {"ints": "List[int]", "words": "List[str]", "chars": "List[str]", "str": "str", "dict": "Dict[str, int]",
         "number": "int", "nested": "List[List[int]]", "int": "int", "bool": "bool", "idict": "dict"}  # fmt: skip
HELPFUL_SHARE = 0.5


def neutral(random_: random.Random) -> str:
    return random_.choice(NEUTRAL)


def helpful(random_: random.Random, composition: Composition) -> str:
    """A name made of the steps' own names, such as even_square_sum."""
    parts = [use.step.name for use in composition.uses if use.step.key != "characters"]
    return (random_.choice(PREFIXES) + "_".join(parts))[:48].rstrip("_")


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
