"""Compositions: chains of steps whose types fit, sampled with weights, some held back by hash."""

import hashlib
import random
from collections import defaultdict
from dataclasses import dataclass

from .higher import higher_steps
from .openers import opener_steps
from .plain import plain_steps
from .selection import selected
from .step import Step, Use

SOURCES = {"ints": 30, "words": 16, "str": 16, "dict": 10, "number": 9, "pair": 9, "nested": 10}
# Steps that only open a source do not count as a step of the problem.
FREE = {"characters"}
# Answers that nothing sensible is done with afterwards.
FINAL = {"yes_no", "size_word"}
WEIGHTS = {
    "keep": 10, "drop": 5, "map": 12, "count": 5, "any": 2, "all": 2, "first": 2.5, "index": 2, "replace": 3,
    "front": 2, "take": 2.5, "skip": 2.5, "sort_by": 4, "sort_down_by": 2.5, "max_by": 2, "min_by": 2,
    "group": 2, "tally": 2, "sum": 6, "max": 3, "min": 3, "size": 3, "sort": 2, "sort_down": 2, "reverse": 2,
    "unique": 2, "join": 3, "glue": 12, "concat": 2, "characters": 14, "split": 8, "dict_values": 6,
    "dict_keys": 3, "keep_values": 6, "keep_keys": 4, "keys_where": 5, "map_values": 5, "rows_keep": 4,
    "row_counts": 3, "flatten": 3, "row_sums": 3, "digits_of": 3, "up_to": 3,
}  # fmt: skip
STEP_COUNTS = ((1, 0.15), (2, 0.55), (3, 0.30))
GUARD_SHARE = 0.08
HELD_BACK_OF_100 = 12
GUARD_VALUES = {"int": "-1", "str": "'none'", "ints": "[-1]", "words": "['none']", "chars": "['none']"}

STEPS: dict[str, dict[str, list[Step]]] = defaultdict(lambda: defaultdict(list))
for _step in higher_steps() + plain_steps() + opener_steps():
    if selected(_step):
        STEPS[_step.source][_step.family].append(_step)


def target_of(step: Step) -> str:
    """The type a step yields; "keep" stands for the type it was given."""
    return step.source if step.target == "keep" else step.target


@dataclass(frozen=True)
class Composition:
    """A source type, its steps with constants, and perhaps an early return for empty input."""

    source: str
    uses: tuple[Use, ...]
    guard: bool = False

    @property
    def target(self) -> str:
        return target_of(self.uses[-1].step)

    @property
    def key(self) -> str:
        """Canonical name, without constants: what is held back or not."""
        keys = [use.step.key for use in self.uses] + (["guard"] if self.guard else [])
        return ">".join([self.source, *keys])

    @property
    def held_back(self) -> bool:
        digest = hashlib.sha256(("starter-coder:" + self.key).encode()).digest()
        return int.from_bytes(digest[:4], "big") % 100 < HELD_BACK_OF_100

    @property
    def size(self) -> int:
        return sum(use.step.key not in FREE for use in self.uses) + self.guard


def pick_use(random_: random.Random, step: Step) -> Use:
    return Use(step, random_.choice(step.constants) if step.constants else None)


def pick_step(random_: random.Random, kind: str, last: bool, used: set[str]) -> Step | None:
    """A step that takes `kind`; when more must follow, one whose result can be worked on."""
    families = []
    for family, steps in STEPS[kind].items():
        fitting = [s for s in steps if s.key not in used and (last or target_of(s) in STEPS and s.key not in FINAL)]
        if fitting:
            families.append((WEIGHTS.get(family, 1), fitting))
    if not families:
        return None
    _, steps = random_.choices(families, [w for w, _ in families])[0]
    return random_.choice(steps)


def sample(random_: random.Random, source: str | None = None) -> Composition:
    """Draw a composition (held back or not)."""
    while True:
        start = source or random_.choices(list(SOURCES), list(SOURCES.values()))[0]
        count = random_.choices([n for n, _ in STEP_COUNTS], [w for _, w in STEP_COUNTS])[0]
        guard = count > 1 and random_.random() < GUARD_SHARE
        count -= guard
        kind, uses = start, []
        while count > 0:
            step = pick_step(random_, kind, count == 1, {use.step.key for use in uses})
            if step is None:
                break
            uses.append(pick_use(random_, step))
            kind = target_of(step)
            count -= step.key not in FREE
        if count > 0 or not uses or uses[-1].step.key in FREE or kind == "chars" and random_.random() < 0.7:
            continue
        if guard and (kind not in GUARD_VALUES or start == "number"):
            continue
        return Composition(start, tuple(uses), guard)


def count_distinct(limit: int = 3) -> int:
    """How many distinct compositions (without constants and guards) the grammar can form."""
    ways: dict[str, int] = dict.fromkeys(SOURCES, 1)
    total = 0
    for _ in range(limit):
        following: dict[str, int] = defaultdict(int)
        for kind, number in ways.items():
            for steps in STEPS[kind].values():
                for step in steps:
                    following[target_of(step)] += number
        total += sum(following.values())
        ways = {kind: n for kind, n in following.items() if kind in STEPS}
    return total
