"""What is kept of one loss, as a rising function made of straight pieces through the origin."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Limits, participations, layers and quota shares: all are straight between a few amounts."""

    edges: FloatArray  # (K,) where the pieces begin, rising, the first at 0
    slopes: FloatArray  # (K,) of the pieces, not negative; the last one goes on for ever
    values: FloatArray = field(init=False)  # (K,) what is kept of a loss at each edge

    def __post_init__(self) -> None:
        """Add up the pieces."""
        values = np.zeros(self.edges.size)
        np.cumsum(self.slopes[:-1] * (self.edges[1:] - self.edges[:-1]), out=values[1:])
        object.__setattr__(self, "values", values)

    @property
    def keeps_all(self) -> bool:
        """Whether every loss is kept whole."""
        return self.slopes.size == 1 and self.slopes[0] == 1.0

    def of(self, loss: ArrayLike) -> FloatArray:
        """Return what is kept of a ``loss``; nothing of a negative one."""
        loss = np.maximum(np.asarray(loss, dtype=np.float64), 0.0)
        piece = self.piece(loss)
        return self.values[piece] + self.slopes[piece] * (loss - self.edges[piece])

    def slope(self, loss: FloatArray) -> FloatArray:
        """Return what is kept of the next unit of a ``loss``."""
        return self.slopes[self.piece(loss)]

    def piece(self, loss: FloatArray) -> np.ndarray:
        """Return the number of the piece in which a ``loss`` lies; an edge begins its piece."""
        return np.maximum(np.searchsorted(self.edges, loss, side="right") - 1, 0)

    def smallest_loss(self, kept: FloatArray) -> FloatArray:
        """Return the smallest loss of which ``kept`` is kept, infinite where it never is."""
        return self.loss_and_piece(kept)[0]

    def loss_and_piece(self, kept: FloatArray) -> tuple[FloatArray, np.ndarray]:
        """Return the smallest loss of which ``kept`` is kept, and the piece that it ends in."""
        piece = np.maximum(np.searchsorted(self.values, kept, side="left") - 1, 0)
        slope = self.slopes[piece]
        above = np.divide(
            kept - self.values[piece], slope, out=np.full_like(kept, np.inf), where=slope > 0.0
        )
        return np.where(kept <= 0.0, 0.0, self.edges[piece] + above), piece

    def then(self, other: "Kept") -> "Kept":
        """Return what ``other`` keeps of what this keeps."""
        if other.keeps_all:
            return self
        met = self.smallest_loss(other.edges)
        edges = np.unique(np.concatenate([self.edges, met[np.isfinite(met)]]))
        return Kept(edges, self.slope(edges) * other.slope(self.of(edges)))

    def of_equal_risks(self, risks: int) -> "Kept":
        """Return what is kept of a loss that so many ``risks`` share equally."""
        return self if risks == 1 else Kept(self.edges * risks, self.slopes)


def everything() -> Kept:
    """Return the function that keeps every loss whole."""
    return Kept(np.zeros(1), np.ones(1))


def capped(limit: float | None, participation: float) -> Kept:
    """Return what a policy pays: a loss up to its ``limit``, times the ``participation``."""
    if limit is None:
        return Kept(np.zeros(1), np.array([participation]))
    return Kept(np.array([0.0, limit]), np.array([participation, 0.0]))
