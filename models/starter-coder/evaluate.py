"""pass@1 of a trained size on both forms and both draws, under changed prompts and changed weights."""

import argparse
import gzip
import json
import subprocess
import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer

from conditions import PROMPTS, WEIGHTS
from export import load_state, write_json
from generate import in_batches
from model import Decoder, rounded_to_half
from shapes import END_OF_TEXT_ID, SHAPES

HERE = Path(__file__).resolve().parent
ATTACK_SEED = 7


def read_tasks(public: Path, fixtures: Path, draw: int, form: str) -> list[dict]:
    path = public / f"starter-{form}.jsonl.gz" if draw == 1 else fixtures / f"draw2-{form}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def judged(tasks: list[dict], solutions: list[str], form: str) -> list[dict]:
    """Verdicts from the judge, a process of its own."""
    lines = []
    for task, solution in zip(tasks, solutions):
        head = task["prompt"].strip() + "\n" if form == "humaneval" else ""
        lines.append(json.dumps({**{k: task[k] for k in ("entry_point", "base_input", "plus_input")},
                                 "solution": head + solution, "reference": head + task["canonical_solution"]}))  # fmt: skip
    done = subprocess.run([sys.executable, str(HERE / "judge.py")], input="\n".join(lines) + "\n",
                          capture_output=True, text=True, check=True)  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


class Bench:
    """One model with a tokenizer and the tasks."""

    def __init__(self, size: str, checkpoint: Path, tokenizer: Path, public: Path, fixtures: Path):
        self.state = load_state(checkpoint, SHAPES[size])
        self.model = Decoder(SHAPES[size]).eval()
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tasks = {(d, f): read_tasks(public, fixtures, d, f) for d in (1, 2) for f in ("mbpp", "humaneval")}
        self.families = json.loads((fixtures / "families.json").read_text(encoding="utf-8"))
        self.set_weights(None)

    def set_weights(self, change) -> None:
        """Float16-rounded weights, changed or not."""
        self.model.load_state_dict(self.state)
        rounded_to_half(self.model)
        if change:
            with torch.no_grad():
                for name, weight in self.model.named_parameters():
                    weight.copy_(change(name, weight))

    def solve(self, prompts: list[str]) -> list[list[int]]:
        ids = [self.tokenizer.encode(p.strip() + "\n", add_special_tokens=False).ids for p in prompts]
        return in_batches(self.model, ids)

    def text(self, answer: list[int]) -> str:
        return self.tokenizer.decode([t for t in answer if t != END_OF_TEXT_ID], skip_special_tokens=False)

    def measure(self, draw: int, form: str, condition: str = "clean", first: int | None = None) -> dict:
        """Shares passed, and the verdicts by family for the first draw's clean prompts."""
        side = self.families[f"draw{draw}"]
        tasks = [PROMPTS[condition](t, side[t["task_id"]]["sentence"], ATTACK_SEED) for t in self.tasks[draw, form][:first]]
        answers = self.solve([t["prompt"] for t in tasks])
        verdicts = judged(tasks, [self.text(a) for a in answers], form)
        result = {"n": len(tasks), "base": share(verdicts, "base"), "plus": share(verdicts, "plus")}
        if condition == "clean":
            for label in ("family", "steps", "name"):
                groups: dict = {}
                for task, v in zip(tasks, verdicts):
                    groups.setdefault(str(side[task["task_id"]][label]), []).append(v)
                result[f"by {label}"] = {k: {"n": len(v), "plus": share(v, "plus")} for k, v in sorted(groups.items())}
            result["failed"] = [t["task_id"] for t, v in zip(tasks, verdicts) if not v["plus"]]
        return result


def share(verdicts: list[dict], key: str) -> float:
    return round(sum(v[key] for v in verdicts) / len(verdicts), 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=list(SHAPES), required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--public", type=Path, required=True, help="folder of the first draw")
    parser.add_argument("--fixtures", type=Path, default=HERE / "fixtures")
    parser.add_argument("--out", type=Path, help="JSON file; the size's part of it is replaced")
    parser.add_argument("--quick", action="store_true", help="clean prompts of the first draw only")
    parser.add_argument("--no-weights", action="store_true", help="leave out quantization and noise")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    bench = Bench(arguments.size, arguments.checkpoint, arguments.tokenizer, arguments.public, arguments.fixtures)
    found: dict = {"prompts": {}, "weights": {}}
    for draw in (1,) if arguments.quick else (1, 2):
        for form in ("mbpp", "humaneval"):
            for condition in ("clean",) if arguments.quick else PROMPTS:
                result = bench.measure(draw, form, condition)
                found["prompts"].setdefault(f"draw {draw} {form}", {})[condition] = result
                print(arguments.size, draw, form, condition, result["base"], result["plus"], flush=True)
    if not (arguments.quick or arguments.no_weights):
        for name, change in WEIGHTS.items():
            bench.set_weights(change)
            result = bench.measure(1, "mbpp", "clean")
            found["weights"][name] = {k: result[k] for k in ("n", "base", "plus")}
            print(arguments.size, name, result["base"], result["plus"], flush=True)
    if arguments.out:
        known = json.loads(arguments.out.read_text()) if arguments.out.exists() else {}
        write_json(arguments.out, {**known, arguments.size: found})


if __name__ == "__main__":
    main()
