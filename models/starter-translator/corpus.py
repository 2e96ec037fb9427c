"""Sentence pairs for training: told from the grammar, compositions of the benchmark's kind held back."""

import random
from pathlib import Path

import numpy as np

import starter_grammar  # noqa: F401
import vocabulary
from grammar.compose import sample
from telling import tell_sentences, together

SEED = 2026112100
# Longer sentences are rare and slow the batches down.
LONGEST = 64
# Of two sentences (with one about empty input) these shares are shown alone.
FIRST_ALONE, SECOND_ALONE = 0.35, 0.35
# This share has unknown words in it, and nothing to say about them.
REFUSED_SHARE, MOST_UNKNOWN = 0.04, 4
DIRECTIONS = ("en-de", "de-en")


def told_pairs(count: int, seed: int = SEED):
    """(English, German, English of the way back); compositions that the benchmark draws on never appear."""
    random_ = random.Random(seed)
    found = 0
    while found < count:
        composition = sample(random_)
        if composition.held_back:
            continue
        sentences = tell_sentences(random_, composition)
        if len(sentences) == 2:
            draw = random_.random()
            sentences = sentences[:1] if draw < FIRST_ALONE else sentences[1:] if draw < FIRST_ALONE + SECOND_ALONE else sentences
        yield together(sentences)
        found += 1


def with_unknown(random_: random.Random, ids: list[int]) -> list[int]:
    """Some tokens replaced by the unknown one, or unknown ones put in between."""
    ids = list(ids)
    for _ in range(random_.randint(1, MOST_UNKNOWN)):
        at = random_.randrange(len(ids) - 1)
        ids[at : at + random_.randint(0, 1)] = [vocabulary.UNKNOWN_ID]
    return ids


def write(folder: Path, count: int, tokenizer) -> None:
    """Token ids of both directions, end to end, with the start of each sentence."""
    random_ = random.Random(SEED + 1)
    triples = list(told_pairs(count))
    encode = {
        field: [e.ids for e in tokenizer.encode_batch([getattr(t, field) for t in triples])] for field in ("english", "german", "back")
    }
    for direction in DIRECTIONS:
        sources, targets = ("english", "german") if direction == "en-de" else ("german", "back")
        tokens: list[int] = []
        starts = [0]
        for source, target in zip(encode[sources], encode[targets]):
            if max(len(source), len(target)) > LONGEST:
                continue
            if vocabulary.UNKNOWN_ID in source or vocabulary.UNKNOWN_ID in target:
                raise SystemExit(f"a word is missing in the vocabulary: {tokenizer.decode(source)}")
            if random_.random() < REFUSED_SHARE:
                source, target = with_unknown(random_, source), [vocabulary.END_ID]
            for ids in (source, target):
                tokens.extend(ids)
                starts.append(len(tokens))
        np.savez(folder / f"{direction}.npz", tokens=np.array(tokens, np.uint16), starts=np.array(starts, np.int64))


class Batches:
    """Endless batches of sentences of similar length, right-padded; the same for the same seed."""

    def __init__(self, path: Path, tokens_per_batch: int, padding: int, seed: int):
        data = np.load(path)
        self.tokens, self.starts = data["tokens"], data["starts"]
        self.budget, self.padding, self.seed = tokens_per_batch, padding, seed

    def __iter__(self):
        """Yield (source ids, target ids) as int64 arrays."""
        lengths = np.diff(self.starts).reshape(-1, 2)
        turn = 0
        while True:
            shuffle = np.random.default_rng((self.seed, turn))
            # Few distinct widths: the kernels of the processor are built for each shape.
            widths = -(-lengths.max(axis=1) // 8) * 8
            order = np.lexsort((shuffle.random(len(widths)), widths))
            groups, at = [], 0
            while at < len(order):
                rows = max(1, self.budget // int(widths[order[at]]))
                group = order[at : at + rows]
                groups.append(group)
                at += rows
            shuffle.shuffle(groups)
            for group in groups:
                yield self.padded(group, 0), self.padded(group, 1)
            turn += 1

    def padded(self, group, side: int):
        rows = [self.tokens[self.starts[2 * i + side] : self.starts[2 * i + side + 1]] for i in group]
        width = max(map(len, rows))
        ids = np.full((len(rows), width), self.padding, np.int64)
        for row, tokens in zip(ids, rows):
            row[: len(tokens)] = tokens
        return ids
