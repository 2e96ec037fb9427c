"""Greedy generation in batches with a cache; rows are padded on the left."""

import torch

from model import Decoder
from shapes import END_OF_TEXT_ID

LONGEST_ANSWER = 192
HIDDEN = -1e9


class Cache:
    """Keys and values of one layer."""

    def __init__(self):
        self.key = self.value = None

    def extend(self, _layer, key, value):
        if self.key is not None:
            key, value = torch.cat((self.key, key), dim=2), torch.cat((self.value, value), dim=2)
        self.key, self.value = key, value
        return key, value

    def keep(self, rows) -> None:
        self.key, self.value = self.key[rows], self.value[rows]


def masks(padding, query: int, total: int):
    """Scores to add: causal, and nothing may look at padding; [batch, 1, query, total]."""
    columns = torch.arange(total)
    rows = torch.arange(total - query, total)
    hidden = (columns[None, :] > rows[:, None])[None] | (columns[None, None, :] < padding[:, None, None])
    return (hidden.float() * HIDDEN)[:, None]


@torch.no_grad()
def greedy(model: Decoder, prompts: list[list[int]], limit: int = LONGEST_ANSWER) -> list[list[int]]:
    """Token ids after each prompt, the end-of-text token included when it was reached."""
    longest = max(map(len, prompts))
    padding = torch.tensor([longest - len(p) for p in prompts])
    ids = torch.tensor([[END_OF_TEXT_ID] * (longest - len(p)) + p for p in prompts])
    positions = (torch.arange(longest)[None] - padding[:, None]).clamp(min=0)
    caches = [Cache() for _ in model.layers]
    answers: list[list[int]] = [[] for _ in prompts]
    active = list(range(len(prompts)))
    total = longest
    for _ in range(min(limit, model.shape.context - longest)):
        alone = len(prompts) == 1
        mask = None if alone and ids.shape[1] == total else masks(padding, ids.shape[1], total)
        hidden = model.hidden(ids, positions=positions, caches=caches, mask=mask)
        chosen = model.logits(hidden[:, -1]).argmax(-1)
        for row, token in zip(active, chosen.tolist()):
            answers[row].append(token)
        going = (chosen != END_OF_TEXT_ID).nonzero().flatten()
        if len(going) == 0:
            break
        if len(going) < len(active):
            active = [active[i] for i in going.tolist()]
            padding, positions, chosen = padding[going], positions[going], chosen[going]
            for cache in caches:
                cache.keep(going)
        ids = chosen[:, None]
        positions = positions[:, -1:] + 1
        total += 1
    return answers


def in_batches(model: Decoder, prompts: list[list[int]], size: int = 64) -> list[list[int]]:
    """Greedy answers for any number of prompts; similar lengths go together."""
    answers: list = [None] * len(prompts)
    order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        for i, answer in zip(rows, greedy(model, [prompts[i] for i in rows])):
            answers[i] = answer
    return answers
