"""What members' own reinsurance pays and costs, contract by contract."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.tables.net import Ceded


@dataclass(frozen=True, slots=True, eq=False)
class OwnCover:
    """Reinsurance of members for their own shares, while they are in the pool."""

    names: tuple[str, ...]  # (K,)
    member: tuple[int, ...]  # (K,) who is covered
    taker: tuple[int, ...]  # (K,) member that gives the cover, -1 for somebody outside the pool
    cost: FloatArray  # (K, T, P) premium and reinstatements less commission
    recovered: FloatArray  # (K, T, P)
    lost: FloatArray  # (K, T, P) of it, by default
    ceded: tuple[Ceded, ...]  # (K,) the same flows by line

    @property
    def premium(self) -> FloatArray:
        """Return the premium after adjustment, without reinstatements, (K, T)."""
        return np.stack([one.premium.sum(axis=0) for one in self.ceded])
