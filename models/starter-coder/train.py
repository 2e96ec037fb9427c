"""Train one size for a given number of minutes; resumable, on the CPU or on a GPU."""

import argparse
import csv
import math
import signal
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from data import Batches
from model import Decoder
from shapes import SHAPES

PEAK_RATE = {"s": 4e-3, "m": 3e-3, "l": 2.5e-3, "xl": 1e-3}
WARM_UP_STEPS = 100
SAVE_EVERY_SECONDS = 90
WEIGHT_DECAY = 0.05


def rate(progress: float, step: int, peak: float) -> float:
    """Warm-up by steps, then cosine by the share of the time used, so that it ends on time."""
    if step < WARM_UP_STEPS:
        return peak * (step + 1) / WARM_UP_STEPS
    return peak * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))


def loss_of(model: Decoder, ids, targets):
    """Mean loss over code tokens; logits are computed for these positions only."""
    hidden = model.hidden(ids)
    wanted = (targets.flatten() != -100).nonzero().flatten()
    # Filled up to a multiple of 128 rows for the same reason as the fixed widths of the batches.
    wanted = F.pad(wanted, (0, -len(wanted) % 128))
    labels = targets.flatten()[wanted]
    return F.cross_entropy(model.logits(hidden.flatten(0, 1)[wanted]).float(), labels, ignore_index=-100)


class Threads:
    """Chooses one thread or all, whichever is faster just now.

    On a machine shared with others a thread that is kept waiting holds up the other one, so that
    one thread may do more than two. Each phase of a few steps is timed; the better one is used a while.
    """

    PROBE, HOLD = 3, 20

    def __init__(self, most: int):
        self.choices = [most] if most == 1 else [most, 1]
        self.speeds: dict[int, float] = {}
        self.left = 0
        self.now = 0
        self.next_phase()

    def next_phase(self) -> None:
        """Probe each choice in turn, then hold the best."""
        untried = [n for n in self.choices if n not in self.speeds]
        if untried:
            self.now, self.left = untried[0], self.PROBE
        else:
            self.now, self.left = max(self.choices, key=self.speeds.get), self.HOLD
            self.speeds = {}
        self.count = self.spent = 0
        torch.set_num_threads(self.now)

    def record(self, tokens: int, seconds: float) -> None:
        self.count += tokens
        self.spent += seconds
        self.left -= 1
        if self.left == 0:
            if len(self.choices) > 1 and self.count and len(self.speeds) < len(self.choices):
                self.speeds[self.now] = self.count / self.spent
            self.next_phase()


class Run:
    """Model, optimizer and counters of one training, saved together."""

    def __init__(self, size: str, folder: Path, device: str):
        torch.manual_seed({"s": 1, "m": 2, "l": 3, "xl": 4}[size])
        self.size, self.device = size, device
        self.path = folder / f"{size}.pt"
        self.curve = folder / f"loss-{size}.csv"
        self.model = Decoder(SHAPES[size]).to(device)
        matrices = [p for p in self.model.parameters() if p.dim() == 2]
        gains = [p for p in self.model.parameters() if p.dim() == 1]
        groups = [{"params": matrices, "weight_decay": WEIGHT_DECAY}, {"params": gains, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.95), fused=True)
        self.step, self.tokens, self.seconds = 0, 0, 0.0
        if self.path.exists():
            self.load()
        else:
            self.curve.parent.mkdir(parents=True, exist_ok=True)
            self.curve.write_text("step,seconds,tokens,rate,loss\n")

    def load(self) -> None:
        saved = torch.load(self.path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.step, self.tokens, self.seconds = saved["step"], saved["tokens"], saved["seconds"]
        # What was logged after the checkpoint is about to happen again.
        head, *rows = self.curve.read_text().splitlines(keepends=True)
        self.curve.write_text(head + "".join(r for r in rows if int(r.split(",")[0]) <= self.step))

    def save(self) -> None:
        partial = self.path.with_suffix(".partial")
        torch.save({"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "step": self.step,
                    "tokens": self.tokens, "seconds": self.seconds}, partial)  # fmt: skip
        partial.replace(self.path)

    def log(self, learning_rate: float, loss: float) -> None:
        with open(self.curve, "a", newline="") as file:
            csv.writer(file).writerow([self.step, round(self.seconds), self.tokens, f"{learning_rate:.2e}", f"{loss:.4f}"])

    def train(self, batches, limit: float, threads: Threads, log_every: int = 40) -> None:
        """Train until `limit` seconds of training time are used; a polite kill saves first."""
        stopping: list[int] = []
        signal.signal(signal.SIGTERM, lambda number, _: stopping.append(number))
        iterator, recent = iter(batches), []
        for _ in range(self.step):
            next(iterator)
        saved_at = self.seconds
        while self.seconds < limit and not stopping:
            started = time.monotonic()
            ids, targets = (torch.from_numpy(a).to(self.device) for a in next(iterator))
            learning_rate = rate(self.seconds / limit, self.step, PEAK_RATE[self.size])
            for group in self.optimizer.param_groups:
                group["lr"] = learning_rate
            with torch.autocast(self.device.split(":")[0], dtype=torch.bfloat16):
                loss = loss_of(self.model, ids, targets)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
            self.optimizer.zero_grad(set_to_none=True)
            self.step += 1
            self.tokens += ids.numel()
            taken = time.monotonic() - started
            self.seconds += taken
            threads.record(ids.numel(), taken)
            recent.append(loss.detach())
            if self.step % log_every == 0:
                self.log(learning_rate, float(torch.stack(recent).mean()))
                recent = []
            if self.seconds - saved_at > SAVE_EVERY_SECONDS:
                self.save()
                saved_at = self.seconds
        self.save()
        if stopping:
            raise SystemExit("stopped before the end; run again to go on")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=list(SHAPES), required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder of shards, checkpoints and curves")
    parser.add_argument("--batch-tokens", type=int, default=2048)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    run = Run(arguments.size, arguments.work, device)
    run.train(Batches(arguments.work, arguments.batch_tokens), arguments.minutes * 60, Threads(arguments.threads))
    print(f"{arguments.size}: {run.step} steps, {run.tokens:,} tokens, {run.seconds:.0f} s")


if __name__ == "__main__":
    main()
