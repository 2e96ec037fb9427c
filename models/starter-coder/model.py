"""A LLaMA-style decoder in plain PyTorch: RMSNorm, rotary positions, SwiGLU, tied embedding, no biases."""

import torch
import torch.nn.functional as F
from torch import nn

from shapes import Shape


def rotary_tables(shape: Shape) -> tuple[torch.Tensor, torch.Tensor]:
    """Cosines and sines, [context, head_size / 2], in float32."""
    half = shape.head_size // 2
    rates = 1.0 / shape.theta ** (torch.arange(half, dtype=torch.float64) / half)
    angles = torch.outer(torch.arange(shape.context, dtype=torch.float64), rates)
    return angles.cos().float(), angles.sin().float()


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """Rotate the two halves of each head (the half-split layout of Hugging Face's LLaMA)."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), dim=-1)


def attend(q, k, v, mask=None):
    """Attention written out: on short rows its backward pass is much faster on the CPU than the fused kernel.

    `mask` is added to the scores; without one, attention is causal over rows of one length.
    """
    if mask is None:
        length = q.shape[-2]
        mask = torch.full((length, length), float("-inf"), dtype=q.dtype, device=q.device).triu(1)
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
    return (scores + mask).softmax(-1).to(v.dtype) @ v


class Norm(nn.Module):
    """Root-mean-square normalisation with a learned gain."""

    def __init__(self, width: int, epsilon: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.rms_norm(x, (x.shape[-1],), self.weight, self.epsilon)


class Layer(nn.Module):
    """One block: attention, then the gated feed-forward part, each behind a norm."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        width, inner = shape.hidden, shape.intermediate
        self.input_layernorm = Norm(width, shape.epsilon)
        self.post_attention_layernorm = Norm(width, shape.epsilon)
        for name in ("q_proj", "k_proj", "v_proj", "o_proj"):
            setattr(self, name, nn.Linear(width, width, bias=False))
        self.gate_proj = nn.Linear(width, inner, bias=False)
        self.up_proj = nn.Linear(width, inner, bias=False)
        self.down_proj = nn.Linear(inner, width, bias=False)

    def heads(self, x: torch.Tensor) -> torch.Tensor:
        return x.view(*x.shape[:2], self.shape.heads, self.shape.head_size).transpose(1, 2)

    def forward(self, x, cos, sin, cache=None, mask=None):
        h = self.input_layernorm(x)
        q = rotate(self.heads(self.q_proj(h)), cos, sin)
        k = rotate(self.heads(self.k_proj(h)), cos, sin)
        v = self.heads(self.v_proj(h))
        if cache is not None:
            k, v = cache.extend(self, k, v)
        v = v.to(q.dtype)
        mixed = attend(q, k, v, mask)
        x = x + self.o_proj(mixed.transpose(1, 2).reshape(x.shape))
        h = self.post_attention_layernorm(x)
        return x + self.down_proj(F.silu(self.gate_proj(h)) * self.up_proj(h))


class Decoder(nn.Module):
    """Token ids in, hidden states or logits out."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embed_tokens = nn.Embedding(shape.vocabulary, shape.hidden)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.hidden, shape.epsilon)
        cos, sin = rotary_tables(shape)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                spread = 0.02 if "embed" in name else weight.shape[1] ** -0.5
                if "o_proj" in name or "down_proj" in name:
                    spread /= (2 * shape.layers) ** 0.5
                nn.init.normal_(weight, std=spread)

    def hidden(self, ids, positions=None, caches=None, mask=None):
        """Hidden states after the last norm. Positions are [sequence] or [batch, sequence]."""
        x = self.embed_tokens(ids)
        if positions is None:
            cos, sin = self.cos[: ids.shape[1]], self.sin[: ids.shape[1]]
        else:
            cos, sin = self.cos[positions].unsqueeze(1), self.sin[positions].unsqueeze(1)
        for i, layer in enumerate(self.layers):
            x = layer(x, cos, sin, caches[i] if caches else None, mask)
        return self.norm(x)

    def logits(self, hidden):
        return F.linear(hidden, self.embed_tokens.weight)

    def forward(self, ids, **more):
        return self.logits(self.hidden(ids, **more))


def rounded_to_half(model: Decoder) -> Decoder:
    """Round every weight to float16 in place: what the exported file holds."""
    with torch.no_grad():
        for weight in model.parameters():
            weight.copy_(weight.half().float())
    return model
