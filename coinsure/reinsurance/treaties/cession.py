"""What a treaty sees and what it takes."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.tables.losses import LargeLosses


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """The n lines that a treaty covers, as earlier treaties have left them."""

    position: IntArray  # (L,) place of each line of the book among the n, -1 if it is not covered
    premium: FloatArray  # (n, T)
    losses: FloatArray  # (n, T, P)
    large: LargeLosses  # of the whole book

    @property
    def premium_part(self) -> FloatArray:
        """Part of each line in the premium of a year, (n, T); equal parts where there is none."""
        total = np.zeros(self.premium.shape[1])
        for line in self.premium:
            total += line
        equal = np.full_like(self.premium, 1.0 / len(self.premium))
        return np.divide(self.premium, total, out=equal, where=total > 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Cession:
    """What passes between the pool and the reinsurers of one treaty on n lines."""

    premium: FloatArray  # (n, T) deposit premium
    commission: FloatArray  # (n, T)
    losses: FloatArray  # (n, T, P) recovered
    amount: FloatArray  # (E,) of it, off each large loss of the book
    reinstatement: FloatArray  # (T, P) reinstatement premium
    part: FloatArray  # (n, T) of the reinstatement premium that each line bears
