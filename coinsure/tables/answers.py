"""The named rows of a block that a run is asked about, annual and over the horizon."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.tables.losses import Block


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Rows of numbers per path; a probability is the mean of a row of 0 and 1."""

    block: Block
    names: tuple[str, ...]  # (K,) of the annual rows
    annual: FloatArray  # (K, T, P)
    horizon_names: tuple[str, ...]  # (H,)
    horizon: FloatArray  # (H, 1, P), one value per path for all its years together
    weight: FloatArray  # (P,)
    residual: float  # worst relative breach of conservation in the block

    @classmethod
    def joined(cls, parts: Sequence["Answers"]) -> "Answers":
        """Return the answers of a block that was cut into parts, which are in order."""
        first = parts[0]
        return cls(
            Block(first.block.first, sum(part.block.paths for part in parts)),
            first.names,
            np.concatenate([part.annual for part in parts], axis=2),
            first.horizon_names,
            np.concatenate([part.horizon for part in parts], axis=2),
            np.concatenate([part.weight for part in parts]),
            max(part.residual for part in parts),
        )


def total(rows: Sequence[FloatArray]) -> FloatArray:
    """Add rows in their order."""
    whole = rows[0]
    for row in rows[1:]:
        whole = whole + row
    return whole


def indicator(condition: np.ndarray) -> FloatArray:
    """Return a row of 0 and 1, whose mean is a probability."""
    return condition.astype(np.float64)
