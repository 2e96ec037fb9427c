"""Plausible wrong programs: a step left out, swapped or replaced, a constant or a comparison off by one."""

import random
import re
from dataclasses import replace

from .compose import STEPS, Composition, target_of
from .render import function
from .step import Step, Use

OPPOSITES = {"keep": "drop", "drop": "keep", "max_by": "min_by", "min_by": "max_by", "any": "all", "all": "any",
             "sort_by": "sort_down_by", "sort_down_by": "sort_by", "take": "skip", "skip": "take", "max": "min",
             "min": "max", "sort": "sort_down", "sort_down": "sort", "sum": "product", "product": "sum",
             "head": "last", "last": "head", "once": "repeated", "repeated": "once"}  # fmt: skip
# (name, pattern, replacement): slips of the pen in the source.
SLIPS = (
    ("comparison off by one", r" <= ", " < "), ("comparison off by one", r" >= ", " > "),
    ("comparison off by one", r" < ", " <= "), ("comparison off by one", r" > ", " >= "),
    ("wrong comparison", r" == ", " != "), ("wrong comparison", r" != ", " == "),
    ("wrong operator", r" \+ ", " - "), ("wrong operator", r" - ", " + "), ("wrong operator", r" \* ", " + "),
    ("wrong operator", r" // ", " % "), ("wrong start", r" = 0$", " = 1"), ("wrong start", r" = 1$", " = 0"),
    ("index off by one", r"\[1:\]", "[2:]"), ("index off by one", r"\[:1\]", "[:2]"), ("index off by one", r"range\(1, ", "range(2, "),
    ("wrong order", r", reverse=True", ""), ("wrong order", r"\[::-1\]", ""), ("missing abs", r"abs\((\w+)\)", r"\1"),
    ("wrong function", r"\bmax\(", "min("), ("wrong function", r"\bmin\(", "max("), ("wrong function", r"\.upper\(", ".lower("),
    ("wrong function", r"\.lower\(", ".upper("), ("wrong separator", r"'-'\.join", "' '.join"), ("wrong separator", r"' '\.join", "''.join"),
    ("missing condition", r" if [^\]\)]+(?=[\]\)])", ""), ("missing negation", r"\bnot ", ""),
    ("returns too early", r"^    return (\w+)$", r"        return \1"), ("wrong answer", r"return True", "return False"),
    ("wrong default", r", default=[^)]+\)", ", default=None)"), ("wrong default", r", -1\)", ", 0)"), ("missing set", r"set\((\w+)\)", r"\1"),
)  # fmt: skip


def sibling(step: Step, family: str) -> Step | None:
    """The step of another family with the same predicate or function."""
    key = family + step.key[len(step.family) :]
    for other in STEPS[step.source].get(family, ()):
        if other.key == key and target_of(other) == target_of(step):
            return other
    return None


def changed_constant(random_: random.Random, use: Use) -> Use | None:
    if use.constant is None:
        return None
    if isinstance(use.constant, int):
        return replace(use, constant=use.constant + random_.choice((-1, 1)))
    return replace(use, constant=random_.choice([c for c in use.step.constants if c != use.constant]))


def other_steps(random_: random.Random, use: Use) -> list[Use]:
    """Steps that could be mistaken for this one: the opposite, and one of the same family."""
    step, found = use.step, []
    opposite = sibling(step, OPPOSITES.get(step.family, ""))
    if opposite:
        found.append(Use(opposite, use.constant))
    family = [s for s in STEPS[step.source][step.family] if s.key != step.key and target_of(s) == target_of(step)]
    if family:
        other = random_.choice(family)
        found.append(Use(other, random_.choice(other.constants) if other.constants else None))
    return found


def wrong_compositions(random_: random.Random, composition: Composition):
    """(what is wrong, composition) for every change of a step."""
    uses = composition.uses
    if composition.guard:
        yield "missing early return", replace(composition, guard=False)
    for i, use in enumerate(uses):
        before, after = uses[:i], uses[i + 1 :]
        if target_of(use.step) == use.step.source and len(uses) > 1:
            yield "missing step", replace(composition, uses=before + after)
        changed = changed_constant(random_, use)
        if changed:
            yield "wrong constant", replace(composition, uses=before + (changed,) + after)
        for other in other_steps(random_, use):
            yield "wrong step", replace(composition, uses=before + (other,) + after)
        if after and len({use.step.source, after[0].step.source, target_of(use.step), target_of(after[0].step)}) == 1:
            yield "wrong order of steps", replace(composition, uses=before + (after[0], use) + after[1:])


def wrong_programs(random_: random.Random, composition: Composition, name: str, argument: str, style: str):
    """(what is wrong, source) of every change, of steps first and then of the source; unchecked."""
    right = function(composition, name, argument, style)
    for reason, other in wrong_compositions(random_, composition):
        yield reason, function(other, name, argument, style)
    for reason, pattern, replacement in SLIPS:
        for match in re.finditer(pattern, right, flags=re.MULTILINE):
            yield reason, right[: match.start()] + match.expand(replacement) + right[match.end() :]
