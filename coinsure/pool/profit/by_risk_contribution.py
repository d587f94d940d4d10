"""Profit by risk contribution (按风险贡献分配): who carries the worst years earns the good ones."""

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from coinsure.arrays import FloatArray
from coinsure.pool.in_force import added
from coinsure.pool.profit.rule import Division, ProfitYear, divided, in_profit
from coinsure.risk.measures import tail_weights
from coinsure.spec import Spec


class ProfitByRiskContribution(Spec):
    """Divide a profit by each member's part of the pool's tail risk; a loss lies where it falls.

    The parts are Euler contributions to the TVaR of the pool's deficit in year 1: the mean of a
    member's deficit in the pool's worst years. They are read from the pilot, never from the path
    that is divided; who contributes nothing gets nothing.
    """

    kind: Literal["by_risk_contribution"] = "by_risk_contribution"
    level: Annotated[float, Field(ge=0.5, le=0.999)] = 0.99
    """Level of the TVaR."""

    def read(self, deficits: FloatArray) -> "WeighedProfit":
        """Return the rule for members whose ``deficits`` in year 1 of the pilot are (M, n)."""
        weights = tail_weights(added(deficits), self.level)
        return WeighedProfit(np.maximum((deficits * weights).sum(axis=1), 0.0)[:, None])


@dataclass(frozen=True, slots=True, eq=False)
class WeighedProfit:
    """Divide a profit by known weights."""

    weights: FloatArray  # (M, 1)

    def rows(self) -> int:
        """Remember nothing."""
        return 0

    def divide(self, year: ProfitYear, memory: FloatArray, held: FloatArray) -> Division:
        """Divide a ``year``."""
        parts = year.by_weight(year.total, self.weights)
        return divided(in_profit(year, parts), memory)
