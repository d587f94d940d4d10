"""Who carries what: premium and liability shares of every member in every sector."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray

TOLERANCE = 1e-9
"""Shares of a sector may miss 1 by rounding, no more."""


@dataclass(frozen=True, slots=True, eq=False)
class ShareTable:
    """Premium and liability shares (M, S); what is missing to 1 in a sector is unplaced."""

    members: tuple[str, ...]
    sectors: tuple[str, ...]
    premium: FloatArray  # (M, S)
    liability: FloatArray  # (M, S)

    def __post_init__(self) -> None:
        """Refuse shares that are negative, not finite or above 1 in a sector."""
        for name in ("premium", "liability"):
            shares = getattr(self, name)
            if shares.shape != (len(self.members), len(self.sectors)):
                raise ValueError(f"{name} shares have shape {shares.shape}")
            if not (np.isfinite(shares).all() and (shares >= 0.0).all()):
                raise ValueError(f"{name} shares must be finite and not negative")
            total = shares.sum(axis=0)
            if not (total <= 1.0 + TOLERANCE).all():
                worst = int(np.argmax(total))
                raise ValueError(
                    f"{name} shares of {self.sectors[worst]} add up to {total[worst]:.6g}"
                )

    @property
    def unplaced(self) -> FloatArray:
        """Part of each sector's liability that no member takes, (S,); rounding shows as 0."""
        gap = 1.0 - self.liability.sum(axis=0)
        return np.where(gap > TOLERANCE, gap, 0.0)
