"""Profit after the lead's commission (扣除首席业绩报酬后分配): a part of it for the lead."""

from typing import Literal

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.profit.rule import Division, ProfitYear, divided, shared
from coinsure.spec import Fraction, Spec


class AfterLeadCommission(Spec):
    """Give the lead insurer a part of the pool's profit, and divide the rest by premium.

    The profit is that after the reserve. A loss lies where it falls.
    """

    kind: Literal["after_lead_commission"] = "after_lead_commission"
    rate: Fraction
    """Part of the profit that the lead insurer gets before it is divided."""

    def rows(self) -> int:
        """Remember nothing."""
        return 0

    def divide(self, year: ProfitYear, memory: FloatArray, held: FloatArray) -> Division:
        """Divide a ``year``."""
        commission = self.rate * np.maximum(year.total, 0.0) * year.led
        parts = shared(year, year.total - commission)
        return divided(parts + year.of_lead(commission), memory)
