"""Training documents: generated from the grammar, tokenised, kept in shards on disk."""

import multiprocessing
import random
from pathlib import Path

import numpy as np

from grammar.compose import sample
from grammar.problem import make
from shapes import END_OF_TEXT_ID

TRAINING_SEED = 20260101
SHARD_SIZE = 10_000
# The longest document kept; longer ones are rare and would only slow the batches down.
LONGEST = 320
WIDTH_STEP = 8


def documents(shard: int, size: int = SHARD_SIZE):
    """(prompt, completion) pairs of one shard; compositions that are held back never appear."""
    random_ = random.Random(TRAINING_SEED * 1000 + shard)
    found = 0
    while found < size:
        composition = sample(random_)
        if composition.held_back:
            continue
        problem = make(random_, composition)
        if problem is None:
            continue
        found += 1
        yield problem.assertion_form() if random_.random() < 0.5 else problem.docstring_form()


def write_shard(folder: Path, shard: int, size: int = SHARD_SIZE) -> Path:
    """Tokens of all documents end to end, with the start of each document and of its code."""
    from tokenizers import Tokenizer

    path = folder / f"shard-{shard:03d}.npz"
    if path.exists():
        return path
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    pairs = list(documents(shard, size))
    prompts = tokenizer.encode_batch([p for p, _ in pairs], add_special_tokens=False)
    codes = tokenizer.encode_batch([c for _, c in pairs], add_special_tokens=False)
    tokens: list[int] = []
    starts, code_starts = [], []
    for prompt, code in zip(prompts, codes):
        ids = prompt.ids + code.ids + [END_OF_TEXT_ID]
        if len(ids) > LONGEST:
            continue
        starts.append(len(tokens))
        code_starts.append(len(tokens) + len(prompt.ids))
        tokens.extend(ids)
    starts.append(len(tokens))
    partial = path.with_name(path.name + ".partial")
    with open(partial, "wb") as file:
        np.savez(file, tokens=np.array(tokens, np.uint16), starts=np.array(starts, np.int64),
                 code_starts=np.array(code_starts, np.int64))  # fmt: skip
    partial.replace(path)
    return path


def _write(job) -> str:
    return str(write_shard(*job))


def write_shards(folder: Path, count: int, size: int = SHARD_SIZE, workers: int = 1) -> None:
    """All shards up to `count`; those that exist are kept."""
    jobs = [(folder, shard, size) for shard in range(count)]
    with multiprocessing.Pool(workers) as pool:
        for path in pool.imap(_write, jobs):
            print(path, flush=True)


class Batches:
    """Endless batches of similar lengths, right-padded; the same for the same seed and shards."""

    def __init__(self, folder: Path, tokens_per_batch: int, seed: int = 0):
        self.folder = folder
        self.budget = tokens_per_batch
        self.seed = seed

    def shards(self):
        """Shards in order, each time round; new ones are seen as soon as they are written."""
        turn = i = 0
        while True:
            paths = sorted(self.folder.glob("shard-*.npz"))
            if i == len(paths):
                turn, i = turn + 1, 0
            yield turn, i, paths[i]
            i += 1

    def __iter__(self):
        """Yield (ids, targets) as int64 arrays; targets are -100 on prompts and padding."""
        for turn, i, path in self.shards():
            data = np.load(path)
            tokens, starts, codes = data["tokens"], data["starts"], data["code_starts"]
            shuffle = np.random.default_rng((self.seed, turn, i))
            lengths = np.diff(starts)
            # Few distinct shapes (widths in steps, rows fixed by width): the CPU kernels are built and
            # kept for each shape, so that free shapes cost time and ever more memory.
            widths = -(-lengths // WIDTH_STEP) * WIDTH_STEP
            groups = []
            for width in np.unique(widths):
                members = np.flatnonzero(widths == width)
                shuffle.shuffle(members)
                rows = self.budget // int(width)
                groups += [members[at : at + rows] for at in range(0, len(members) - rows + 1, rows)]
            shuffle.shuffle(groups)
            for group in groups:
                width = int(widths[group[0]])
                ids = np.zeros((len(group), width), np.int64)
                targets = np.full((len(group), width), -100, np.int64)
                for row, j in enumerate(group):
                    start, end, code = starts[j], starts[j + 1], codes[j]
                    ids[row, : end - start] = tokens[start:end]
                    # The position before a code token predicts it.
                    targets[row, code - start - 1 : end - start - 1] = tokens[code:end]
                yield ids, targets
