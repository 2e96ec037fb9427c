"""Model cards: the README.md of each exported model, written from results.json."""

import argparse
import json
from pathlib import Path

from grammar.compose import HELD_BACK_OF_100
from grammar.typos import TYPO_SHARE
from data import TRAINING_SEED
from seeds import BENCHMARK_SEEDS
from shapes import SHAPES

HEAD = """---
license: mit
language:
- en
- code
library_name: transformers.js
pipeline_tag: text-generation
tags:
- code
- onnx
- tiny
---

# starter-coder-{size}

A LLaMA-style decoder of {millions:.2f} million parameters ({layers} layers, width {hidden}, {heads} heads of {head_size}, SwiGLU
{intermediate}, rotary positions, tied embedding, vocabulary {vocabulary}) that writes short Python functions from one
or two English sentences. It exists to be attacked, quantized and disturbed in a browser tab: it is a specimen for
experiments on robustness, not an assistant.

## Data

All training text comes from a grammar of programming problems in `models/starter-coder/grammar` of the Shakedown
project: lists of numbers and of words, strings, dictionaries, numbers, pairs of lists, nested lists; one to three
steps a problem; several wordings and code styles. Nothing was taken from existing benchmarks. Seed {training_seed}.
{held_back} % of all compositions of steps are held back from training by a hash; both draws of the benchmark (seeds {seeds})
use only those. {typos:.0f} % of the sentences carry one slip of typing or casing, as text from the web does.

## File

`onnx/model_fp16.onnx`: opset 18 and com.microsoft (GroupQueryAttention); weights in float16, each widened to float32
by a Cast, so all arithmetic is float32. Context 512 tokens. Prompts are used as they are, without a token at the
start; answers end with `<|endoftext|>`.
"""

LIMITS = """
## What it cannot do

* Anything outside its grammar: other tasks, other languages, other words for the same steps, conversation.
* Longer chains than three steps, programs with helper functions or classes, decimal numbers.
* It must not be read as evidence about large code models: its failures under attacks, noise and quantization show the
  method at work on a small specimen.

## Licence

MIT.
"""


def percent(value: float) -> str:
    return f"{100 * value:.1f}"


def results(found: dict) -> str:
    """Tables of pass@1 in percent."""
    lines = ["", "## Results", "", "pass@1 in percent, greedy, float32 arithmetic on the float16 weights; 164 problems each.", "",
             "| draw and form | prompts | base | base and plus |", "|---|---|---|---|"]  # fmt: skip
    for place, conditions in found["prompts"].items():
        for condition, r in conditions.items():
            lines.append(f"| {place} | {condition} | {percent(r['base'])} | {percent(r['plus'])} |")
    lines += ["", "`blank`: the sentence removed and the function named `solve`; `capitals n`: n random letters of the",
              "sentence in upper case.", ""]  # fmt: skip
    first = found["prompts"]["draw 1 mbpp"]["clean"]
    other = found["prompts"]["draw 1 humaneval"]["clean"]
    for label in ("family", "steps", "name"):
        lines += [f"| {label} | problems | MBPP form | HumanEval form |", "|---|---|---|---|"]
        for key, r in first[f"by {label}"].items():
            lines.append(f"| {key} | {r['n']} | {percent(r['plus'])} | {percent(other[f'by {label}'][key]['plus'])} |")
        lines.append("")
    if found["weights"]:
        lines += ["| weights (draw 1, MBPP form) | base | base and plus |", "|---|---|---|"]
        lines += [f"| {name} | {percent(r['base'])} | {percent(r['plus'])} |" for name, r in found["weights"].items()]
        lines += ["", "Whole numbers: round to nearest, symmetric, blocks of 32; nf4: blocks of 64; embedding and norms untouched.",
                  "Gaussian noise: of that standard deviation, on every weight."]  # fmt: skip
    return "\n".join(lines) + "\n"


def training(size: str, curve: Path) -> str:
    rows = curve.read_text().splitlines()[1:]
    if not rows:
        return ""
    step, seconds, tokens, _, loss = rows[-1].split(",")
    return (f"\n## Training\n\n{int(step):,} steps, {int(tokens):,} tokens, {int(seconds) / 60:.0f} minutes on one CPU core, bfloat16 autocast,\n"
            f"AdamW; loss on code tokens at the end {loss}. Curve: `models/starter-coder/curves/loss-{size}.csv`.\n")  # fmt: skip


def card(size: str, found: dict | None, curve: Path | None) -> str:
    shape = SHAPES[size]
    seeds = " and ".join(map(str, BENCHMARK_SEEDS.values()))
    text = HEAD.format(size=size, millions=shape.parameters / 1e6, layers=shape.layers, hidden=shape.hidden, heads=shape.heads,
                       head_size=shape.head_size, intermediate=shape.intermediate, vocabulary=shape.vocabulary,
                       training_seed=TRAINING_SEED, held_back=HELD_BACK_OF_100, seeds=seeds, typos=100 * TYPO_SHARE)  # fmt: skip
    text += training(size, curve) if curve and curve.exists() else ""
    text += results(found) if found else "\n## Results\n\nNot measured yet.\n"
    return text + LIMITS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=list(SHAPES), required=True)
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--curve", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    known = json.loads(arguments.results.read_text()) if arguments.results.exists() else {}
    arguments.out.write_text(card(arguments.size, known.get(arguments.size), arguments.curve), encoding="utf-8")


if __name__ == "__main__":
    main()
