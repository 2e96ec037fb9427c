"""Train one size for a given number of minutes; resumable, on the CPU or on a GPU."""

import argparse
import csv
import math
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from data import Batches
from model import Decoder
from shapes import SHAPES

PEAK_RATE = {"s": 5e-3, "m": 4e-3, "l": 3e-3, "xl": 1e-3}
WARM_UP_STEPS = 60
SAVE_EVERY_SECONDS = 120
WEIGHT_DECAY = 0.05


def rate(progress: float, step: int, peak: float) -> float:
    """Warm-up by steps, then cosine by the share of the time used, so that it ends on time."""
    if step < WARM_UP_STEPS:
        return peak * (step + 1) / WARM_UP_STEPS
    return peak * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))


def loss_of(model: Decoder, ids, targets):
    """Mean loss over code tokens; logits are computed for these positions only."""
    hidden = model.hidden(ids)
    wanted = targets != -100
    return F.cross_entropy(model.logits(hidden[wanted]).float(), targets[wanted])


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

    def save(self) -> None:
        partial = self.path.with_suffix(".partial")
        torch.save({"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "step": self.step,
                    "tokens": self.tokens, "seconds": self.seconds}, partial)  # fmt: skip
        partial.replace(self.path)

    def log(self, learning_rate: float, loss: float) -> None:
        with open(self.curve, "a", newline="") as file:
            csv.writer(file).writerow([self.step, round(self.seconds), self.tokens, f"{learning_rate:.2e}", f"{loss:.4f}"])

    def train(self, batches, limit: float, log_every: int = 20) -> None:
        """Train until `limit` seconds of training time are used."""
        iterator, recent = iter(batches), []
        for _ in range(self.step):
            next(iterator)
        saved_at = self.seconds
        while self.seconds < limit:
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
            self.seconds += time.monotonic() - started
            recent.append(loss.detach())
            if self.step % log_every == 0:
                self.log(learning_rate, float(torch.stack(recent).mean()))
                recent = []
            if self.seconds - saved_at > SAVE_EVERY_SECONDS:
                self.save()
                saved_at = self.seconds
        self.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=list(SHAPES), required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder of shards, checkpoints and curves")
    parser.add_argument("--batch-tokens", type=int, default=4096)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    run = Run(arguments.size, arguments.work, device)
    run.train(Batches(arguments.work, arguments.batch_tokens), arguments.minutes * 60)
    print(f"{arguments.size}: {run.step} steps, {run.tokens:,} tokens, {run.seconds:.0f} s")


if __name__ == "__main__":
    main()
