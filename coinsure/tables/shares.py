"""Who carries what: premium and liability shares of every member in every sector."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from coinsure.arrays import FloatArray

TOLERANCE = 1e-9
"""Shares of a sector may miss 1 by rounding, no more."""


@dataclass(frozen=True, slots=True, eq=False)
class ShareTable:
    """Premium and liability shares; what is missing to 1 in a sector is unplaced.

    Shares are (M, S), or (M, S, P) where they differ from path to path.
    """

    members: tuple[str, ...]
    sectors: tuple[str, ...]
    premium: FloatArray
    liability: FloatArray

    @classmethod
    def of(
        cls,
        members: Iterable[str],
        sectors: tuple[str, ...],
        liability: Sequence[Sequence[float]],
        *,
        premium: Sequence[Sequence[float]] | None = None,
    ) -> Self:
        """Make a table from rows of members; premium follows liability where it is not given."""
        names = tuple(members)
        shape = (len(names), len(sectors))
        carried = np.array(liability, dtype=np.float64).reshape(shape)
        paid = carried if premium is None else np.array(premium, dtype=np.float64).reshape(shape)
        return cls(names, sectors, paid, carried)

    def __post_init__(self) -> None:
        """Refuse shares that are negative, not finite or above 1 in a sector."""
        for name in ("premium", "liability"):
            shares = getattr(self, name)
            if shares.shape[:2] != (len(self.members), len(self.sectors)):
                raise ValueError(f"{name} shares have shape {shares.shape}")
            if not (np.isfinite(shares).all() and (shares >= 0.0).all()):
                raise ValueError(f"{name} shares must be finite and not negative")
            total = shares.sum(axis=0)
            if not (total <= 1.0 + TOLERANCE).all():
                worst = int(np.argmax(total.reshape(len(self.sectors), -1).max(axis=1)))
                raise ValueError(
                    f"{name} shares of {self.sectors[worst]} add up to {total[worst].max():.6g}"
                )

    @property
    def unplaced(self) -> FloatArray:
        """Part of each sector that no member takes, (S,) or (S, P); rounding shows as 0."""
        gap = 1.0 - self.liability.sum(axis=0)
        return np.where(gap > TOLERANCE, gap, 0.0)
