"""The Gaussian copula: years that are bad together, but hardly ever the worst ones together."""

import math
from typing import Literal

from coinsure.models.dependence.copulas.copula import Copula


class Gaussian(Copula):
    """Normal scores with a joint normal distribution; no tail dependence below correlation 1.

    Source: McNeil, Frey & Embrechts, Quantitative Risk Management (2015), 7.1.2 and 7.2.
    """

    kind: Literal["gaussian"] = "gaussian"

    def spearman(self, rho: float) -> float:
        """Return 6 / pi asin(rho / 2)."""
        return 6.0 / math.pi * math.asin(0.5 * rho)

    def from_spearman(self, rank_correlation: float) -> float:
        """Return 2 sin(pi rank_correlation / 6)."""
        return min(max(2.0 * math.sin(math.pi * rank_correlation / 6.0), -1.0), 1.0)

    def tail_dependence(self, rho: float) -> float:
        """Return 0, or 1 where the two factors move as one."""
        return 1.0 if rho >= 1.0 else 0.0
