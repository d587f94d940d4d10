"""The named rows of a block that a run is asked about, annual and over the horizon."""

from dataclasses import dataclass

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
