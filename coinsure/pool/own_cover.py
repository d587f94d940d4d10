"""A year of the members' own reinsurance, as their accounts see it."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.tables.own import OwnCover


@dataclass(frozen=True, slots=True, eq=False)
class YearCover:
    """What every contract pays the member that it covers, net of its price, in one year."""

    member: tuple[int, ...]  # (K,)
    taker: tuple[int, ...]  # (K,) -1 outside the pool
    net: FloatArray  # (K, P) recovered less cost

    @classmethod
    def of(cls, own: OwnCover, year: int, paths: slice) -> Self:
        """Return a year of some of the paths."""
        return cls(own.member, own.taker, own.recovered[:, year, paths] - own.cost[:, year, paths])

    def received(self, inside: FloatArray) -> FloatArray:
        """Return what each member gets on balance, (M, P), those that are ``inside`` (M, P)."""
        got = np.zeros((len(inside), self.net.shape[1]))
        for member, taker, net in zip(self.member, self.taker, self.net, strict=True):
            got[member] += inside[member] * net
            if taker >= 0:
                got[taker] -= inside[member] * net
        return got

    def from_outside(self, inside: FloatArray) -> FloatArray:
        """Return what comes from outside the pool, (P,)."""
        total = np.zeros(self.net.shape[1])
        for member, taker, net in zip(self.member, self.taker, self.net, strict=True):
            if taker < 0:
                total += inside[member] * net
        return total
