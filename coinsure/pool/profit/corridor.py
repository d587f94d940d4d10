"""CorridorRule (走廊条款): nobody's result strays further from the pool's than agreed."""

from typing import Literal

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.in_force import added
from coinsure.pool.profit.rule import Division, ProfitYear, divided
from coinsure.spec import Money, Spec


class CorridorRule(Spec):
    """Hold each member's result, part of its premium, within a corridor around the pool's.

    A result below pool - ``floor`` is lifted to it and one above pool + ``cap`` cut down to it, in
    profit and in loss. What that leaves over or lacks is divided by premium.
    """

    kind: Literal["corridor"] = "corridor"
    floor: Money
    """Most that a member's result may lie below that of the pool, both as parts of premium."""
    cap: Money
    """Most that it may lie above."""

    def rows(self) -> int:
        """Remember nothing."""
        return 0

    def divide(self, year: ProfitYear, memory: FloatArray, held: FloatArray) -> Division:
        """Divide a ``year``."""
        premium = added(year.premium)
        rate = year.total / np.where(premium > 0.0, premium, 1.0)
        lowest, highest = (rate - self.floor) * year.premium, (rate + self.cap) * year.premium
        inside = np.minimum(np.maximum(year.own, lowest), highest)
        return divided(inside + year.by_premium(year.total - added(inside)), memory)
