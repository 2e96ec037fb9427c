"""Train one direction: a small Marian model of transformers, for a given number of steps."""

import argparse
import math
import time
from pathlib import Path

import torch
import vocabulary
from corpus import Batches
from transformers import MarianConfig, MarianMTModel

SEED = 20261121
# Positions are computed, not learned, so that the search may go past the longest sentence of training.
POSITIONS = 160
DECAY = 0.995
SAVE_EVERY = 100


def configuration(words: int) -> MarianConfig:
    padding = words - 1
    return MarianConfig(
        vocab_size=words, d_model=128, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4, decoder_attention_heads=4,
        encoder_ffn_dim=256, decoder_ffn_dim=256, max_position_embeddings=POSITIONS, activation_function="swish", dropout=0.0,
        scale_embedding=True, share_encoder_decoder_embeddings=True, pad_token_id=padding, eos_token_id=vocabulary.END_ID,
        forced_eos_token_id=None, decoder_start_token_id=padding, bos_token_id=None,
    )  # fmt: skip


def learned(state: dict) -> dict:
    """A state dictionary without the table of positions, which is computed."""
    return {name: tensor for name, tensor in state.items() if "embed_positions" not in name}


def rate(step: int, steps: int, peak: float, warm: int = 300) -> float:
    """Linear rise, then a cosine down to a twentieth."""
    if step < warm:
        return peak * (step + 1) / warm
    along = (step - warm) / max(1, steps - warm)
    return peak * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * along)))


def loss_of(model: MarianMTModel, source, target, padding: int):
    start = torch.full((len(target), 1), padding)
    logits = model(input_ids=source, attention_mask=(source != padding).long(), decoder_input_ids=torch.cat([start, target[:, :-1]], 1)).logits
    return torch.nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=padding)


class Average:
    """Running average of the weights: what is exported, so that training may be cut off anywhere."""

    def __init__(self, model: MarianMTModel, kept: dict | None = None):
        self.weights = kept or {name: tensor.detach().clone() for name, tensor in learned(model.state_dict()).items()}
        self.updates = 0

    @torch.no_grad()
    def update(self, model: MarianMTModel) -> None:
        self.updates += 1
        share = max(1 - DECAY, 9 / (10 + self.updates))
        for name, tensor in learned(model.state_dict()).items():
            self.weights[name].lerp_(tensor, share)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--direction", required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--tokens", type=int, default=1024, help="padded tokens of one side of a batch")
    parser.add_argument("--peak", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(SEED)
    words = vocabulary.load(arguments.work).get_vocab_size()
    padding = words - 1
    model = MarianMTModel(configuration(words))
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=arguments.peak, betas=(0.9, 0.98), weight_decay=0.01)
    saved = arguments.work / f"{arguments.direction}.pt"
    curve = arguments.work / f"loss-{arguments.direction}.csv"
    step, total, seen, since = 0, 0.0, 0, time.time()
    average = Average(model)
    if saved.exists():
        state = torch.load(saved)
        model.load_state_dict(learned(state["model"]), strict=False)
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
        average = Average(model, state.get("average"))
    else:
        curve.write_text("step,sentences,loss,seconds\n")
    batches = iter(Batches(arguments.work / f"{arguments.direction}.npz", arguments.tokens, padding, SEED))
    for _ in range(step):
        next(batches)
    while step < arguments.steps:
        source, target = map(torch.from_numpy, next(batches))
        for group in optimizer.param_groups:
            group["lr"] = rate(step, arguments.steps, arguments.peak)
        loss = loss_of(model, source, target, padding)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        average.update(model)
        step, total, seen = step + 1, total + loss.item(), seen + len(source)
        if step % 100 == 0 or step == arguments.steps:
            line = f"{step},{seen},{total / 100:.4f},{time.time() - since:.0f}"
            print(line, flush=True)
            with open(curve, "a") as file:
                file.write(line + "\n")
            total = 0.0
        if step % SAVE_EVERY == 0 or step == arguments.steps:
            partial = saved.with_suffix(".partial")
            torch.save({"model": model.state_dict(), "average": average.weights, "optimizer": optimizer.state_dict(), "step": step}, partial)
            partial.replace(saved)


if __name__ == "__main__":
    main()
