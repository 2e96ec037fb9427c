"""Prompt changes and weight changes under which the models are measured."""

import random
import re

import torch

# The 16 levels of the NormalFloat-4 code.
NF4 = (-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635,
       -0.18477343022823334, -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725,
       0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941,
       0.7229568362236023, 1.0)  # fmt: skip
NEUTRAL_NAME = "solve"


def blank(task: dict, sentence: str, _seed: int) -> dict:
    """Nothing but the examples: no sentence, and a name that says nothing."""
    text = task["prompt"].replace(sentence, "", 1)
    rename = lambda s: re.sub(rf"\b{re.escape(task['entry_point'])}\b", NEUTRAL_NAME, s)  # noqa: E731
    return {**task, "prompt": rename(text), "canonical_solution": rename(task["canonical_solution"]),
            "entry_point": NEUTRAL_NAME}  # fmt: skip


def capitals(count: int):
    """Upper-case `count` letters of the sentence (all of them when it has fewer)."""

    def change(task: dict, sentence: str, seed: int) -> dict:
        random_ = random.Random(f"{seed}:{task['task_id']}")
        letters = [i for i, c in enumerate(sentence) if c.upper() != c and len(c.upper()) == 1]
        chosen = set(random_.sample(letters, min(count, len(letters))))
        other = "".join(c.upper() if i in chosen else c for i, c in enumerate(sentence))
        return {**task, "prompt": task["prompt"].replace(sentence, other, 1)}

    return change


PROMPTS = {"clean": lambda task, _sentence, _seed: task, "blank": blank, "capitals 5": capitals(5), "capitals 15": capitals(15)}


def linear(name: str) -> bool:
    return "_proj" in name


def whole_numbers(bits: int, block: int = 32):
    """Symmetric round to nearest, one scale for each block of inputs; embedding and norms stay."""

    def change(name: str, weight):
        if not linear(name):
            return weight
        groups = weight.reshape(-1, block)
        top = 2 ** (bits - 1) - 1
        scale = groups.abs().amax(1, keepdim=True) / top
        return ((groups / scale.clamp(min=1e-12)).round().clamp(-top - 1, top) * scale).reshape(weight.shape)

    return change


def normal_float(name: str, weight, block: int = 64):
    if not linear(name):
        return weight
    levels = torch.tensor(NF4)
    groups = weight.reshape(-1, block)
    scale = groups.abs().amax(1, keepdim=True).clamp(min=1e-12)
    nearest = ((groups / scale)[..., None] - levels).abs().argmin(-1)
    return (levels[nearest] * scale).reshape(weight.shape)


def gaussian(level: float):
    """Noise of a fixed standard deviation on every weight."""

    def change(name: str, weight):
        generator = torch.Generator().manual_seed(abs(hash_of(name)) + 1)
        return weight + torch.randn(weight.shape, generator=generator) * level

    return change


def hash_of(name: str) -> int:
    """A stable small number for a name (Python's own hash changes from run to run)."""
    return sum(ord(c) * 31**i for i, c in enumerate(name)) % (2**31)


WEIGHTS = {
    "int8": whole_numbers(8), "int4": whole_numbers(4), "int3": whole_numbers(3), "int2": whole_numbers(2),
    "nf4": normal_float, "gaussian 1e-4": gaussian(1e-4), "gaussian 1e-3": gaussian(1e-3),
    "gaussian 3e-3": gaussian(3e-3), "gaussian 1e-2": gaussian(1e-2), "gaussian 2e-2": gaussian(2e-2),
    "gaussian 3e-2": gaussian(3e-2), "gaussian 5e-2": gaussian(5e-2),
}  # fmt: skip
