"""Shapes of the four sizes of the family; every other script reads them from here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """One decoder: widths are multiples of 32 and heads of 16 so that attention kernels apply."""

    name: str
    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int = 1024
    context: int = 512
    theta: float = 10000.0
    epsilon: float = 1e-6

    @property
    def head_size(self) -> int:
        return self.hidden // self.heads

    @property
    def parameters(self) -> int:
        """Count of stored weights; the tied head is counted once."""
        layer = 4 * self.hidden**2 + 3 * self.hidden * self.intermediate + 2 * self.hidden
        return self.layers * layer + self.vocabulary * self.hidden + self.hidden


SHAPES = {
    "s": Shape("s", hidden=96, layers=4, heads=3, intermediate=256),
    "m": Shape("m", hidden=128, layers=4, heads=4, intermediate=384),
    "l": Shape("l", hidden=192, layers=5, heads=4, intermediate=512),
    # About 15M parameters: for machines with a GPU, never committed.
    "xl": Shape("xl", hidden=384, layers=8, heads=12, intermediate=1024),
}
END_OF_TEXT = "<|endoftext|>"
END_OF_TEXT_ID = 0
