"""Compare an exported graph with PyTorch: logits and greedy tokens, with and without the cache."""

import argparse
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from model import Decoder, rounded_to_half
from shapes import SHAPES


def run(session, shape, ids, cache, length):
    """One call of the graph on a single row."""
    feeds = {"input_ids": ids, "attention_mask": np.ones((1, length), np.int64), **cache}
    outputs = session.run(None, feeds)
    names = [o.name for o in session.get_outputs()]
    found = dict(zip(names, outputs))
    return found["logits"], {n.replace("present", "past_key_values"): v for n, v in found.items() if n != "logits"}


def check(size: str, path: Path, state: dict, steps: int = 24) -> float:
    """Largest difference of logits over a prompt and a greedy continuation; raises when tokens differ."""
    shape = SHAPES[size]
    model = Decoder(shape)
    model.load_state_dict(state)
    rounded_to_half(model).eval()
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    empty = np.zeros((1, shape.heads, 0, shape.head_size), np.float32)
    cache = {f"past_key_values.{i}.{p}": empty for i in range(shape.layers) for p in ("key", "value")}
    ids = np.random.default_rng(1).integers(1, shape.vocabulary, (1, 40))
    worst, fresh = 0.0, ids
    for _ in range(steps):
        logits, cache = run(session, shape, fresh, cache, ids.shape[1])
        with torch.no_grad():
            expected = model(torch.from_numpy(ids)).numpy()[:, -fresh.shape[1] :]
        worst = max(worst, float(np.abs(logits - expected).max()))
        fresh = logits[:, -1:].argmax(-1)
        if (fresh != expected[:, -1:].argmax(-1)).any():
            raise SystemExit(f"{path}: greedy tokens differ from PyTorch's")
        ids = np.concatenate((ids, fresh), axis=1)
    if worst > 1e-4:
        raise SystemExit(f"{path}: logits differ by {worst:.2e}")
    return worst


def main() -> None:
    from export import load_state

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=list(SHAPES), required=True)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    state = load_state(arguments.checkpoint, SHAPES[arguments.size])
    print(f"largest difference of logits {check(arguments.size, arguments.model, state):.2e}, greedy tokens equal")


if __name__ == "__main__":
    main()
