"""Greedy token ids from PyTorch, row by row without padding, for the browser's engine to be compared with."""

import argparse
import json
from pathlib import Path

import torch

from evaluate import HERE, Bench
from generate import greedy
from shapes import SHAPES


def tokens(bench: Bench, form: str, first: int | None) -> dict[str, list[int]]:
    """Token ids by task of the first draw."""
    found = {}
    for task in bench.tasks[1, form][:first]:
        ids = bench.tokenizer.encode(task["prompt"].strip() + "\n", add_special_tokens=False).ids
        found[task["task_id"]] = greedy(bench.model, [ids])[0]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=list(SHAPES), required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--fixtures", type=Path, default=HERE / "fixtures")
    parser.add_argument("--first", type=int, default=40)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    bench = Bench(arguments.size, arguments.checkpoint, arguments.tokenizer, arguments.public, arguments.fixtures)
    everything = {form: tokens(bench, form, None) for form in ("mbpp", "humaneval")}
    start = {form: dict(list(found.items())[: arguments.first]) for form, found in everything.items()}
    for name, value in (("greedy", start), ("greedy-all", everything)):
        path = arguments.fixtures / f"{name}-{arguments.size}.json"
        path.write_text(json.dumps({f"starter-{form}": v for form, v in value.items()}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
