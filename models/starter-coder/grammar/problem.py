"""A problem: a composition with a name, a sentence, examples and its two prompt forms."""

import random
from dataclasses import dataclass

from . import names
from .compose import Composition
from .inputs import argument as make_argument
from .render import INDENT, STYLE_WEIGHTS, STYLES, body, function
from .typos import slip
from .wording import tell

LONGEST_EXAMPLE = 60


def compile_function(source: str, name: str):
    """Run a definition made by this grammar and return the function."""
    space: dict = {}
    exec(source, space)  # the source comes from the grammar's own templates
    return space[name]


@dataclass(frozen=True)
class Problem:
    """Everything needed to write the problem in either form."""

    composition: Composition
    name: str
    argument: str
    style: str
    sentence: str
    arguments: tuple
    values: tuple
    header: str

    def example(self, i: int, first: str, second: str) -> str:
        shown = ", ".join(repr(a) for a in self.arguments[i])
        return f"{first}{self.name}({shown}){second}{self.values[i]!r}"

    def assertion_form(self, sentence: str | None = None) -> tuple[str, str]:
        """(prompt, completion) in the shape of MBPP+."""
        told = self.sentence if sentence is None else sentence
        prompt = f'"""\n{told}\n{self.example(0, "assert ", " == ")}\n"""\n'
        return prompt, function(self.composition, self.name, self.argument, self.style)

    def docstring_form(self, sentence: str | None = None) -> tuple[str, str]:
        """(prompt, completion) in the shape of HumanEval+."""
        told = self.sentence if sentence is None else sentence
        shown = "".join(f"{INDENT}{line}\n" for i in range(len(self.arguments))
                        for line in self.example(i, ">>> ", "\n" + INDENT).split("\n" + INDENT))  # fmt: skip
        prompt = f'{self.header}{INDENT}""" {told}\n{shown}{INDENT}"""\n'
        lines = body(self.composition, self.argument, self.style)
        return prompt, "".join(f"{INDENT}{line}\n" for line in lines)


def dull(value) -> bool:
    """Whether a result shows little: empty, zero, or none found."""
    return value in ([], "", {}, 0, -1) and value is not False


def examples(random_: random.Random, composition: Composition, count: int):
    """Arguments and values that are short, with at most half of the draws wasted on dull results."""
    run = compile_function(function(composition, "f", names.ARGUMENTS[composition.source][0], "compact"), "f")
    found: list = []
    for attempt in range(12 + 4 * count):
        arguments = make_argument(random_, composition.source)
        if len(repr(arguments)) > LONGEST_EXAMPLE:
            continue
        value = run(*arguments)
        if len(repr(value)) > LONGEST_EXAMPLE or (dull(value) and attempt < 6) or (arguments, value) in found:
            continue
        found.append((arguments, value))
        if len(found) == count:
            return tuple(zip(*found))
    return None


def make(random_: random.Random, composition: Composition, name: str | None = None) -> Problem | None:
    """A problem, or None when no short example exists."""
    shown = examples(random_, composition, random_.choices((1, 2, 3), (6, 3, 1))[0])
    if shown is None:
        return None
    argument = random_.choices(names.ARGUMENTS[composition.source], names.ARGUMENT_WEIGHTS)[0]
    if name is None:
        name = names.helpful(random_, composition) if random_.random() < names.HELPFUL_SHARE else names.neutral(random_)
    style = random_.choices(STYLES, STYLE_WEIGHTS)[0]
    sentence = slip(random_, tell(random_, composition))
    header = names.signature(random_, composition, name, argument)
    return Problem(composition, name, argument, style, sentence, shown[0], shown[1], header)
