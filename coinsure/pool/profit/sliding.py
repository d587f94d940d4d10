"""Profit by underwriting quality (按承保质量浮动分配): better business earns more of the profit."""

from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from coinsure.arrays import FloatArray
from coinsure.pool.profit.rule import Division, ProfitYear, divided, in_profit
from coinsure.spec import Money, Positive, Spec


class Sliding(Spec):
    """Divide a profit by premium x weight, where the weight falls with the member's loss ratio.

    The weight is 1 + slope x (pivot - loss ratio) between ``lowest`` and ``highest``; the loss
    ratio is that of the member's own shares in the year. A loss lies where it falls. Where every
    member has one share for all sectors the loss ratios are equal, and so are the weights.
    """

    kind: Literal["sliding"] = "sliding"
    pivot: Positive
    """Loss ratio, net of reinsurance, that weighs 1."""
    slope: Money
    """Change of the weight for a loss ratio lower by 1."""
    lowest: Money = 0.5
    """Smallest weight."""
    highest: Positive = 1.5
    """Largest weight."""

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if not self.lowest <= 1.0 <= self.highest:
            raise ValueError(
                f"lowest = {self.lowest:g} and highest = {self.highest:g} must enclose 1"
            )
        return self

    def rows(self) -> int:
        """Remember nothing."""
        return 0

    def divide(self, year: ProfitYear, memory: FloatArray, held: FloatArray) -> Division:
        """Divide a ``year``."""
        premium = np.where(year.premium > 0.0, year.premium, 1.0)
        weight = 1.0 + self.slope * (self.pivot - year.claims / premium)
        weight = np.minimum(np.maximum(weight, self.lowest), self.highest)
        parts = year.by_weight(year.total, year.premium * weight)
        return divided(in_profit(year, parts), memory)
