"""Beta loss sizes: damage ratios between 0 and 1."""

from typing import Literal

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive


class Beta(Severity):
    """Damage ratio between 0 and 1 with density proportional to x^(alpha - 1) (1 - x)^(beta - 1).

    Usually carries a ``scale``, the value of the insured object. Source: Klugman, Panjer &
    Willmot, Loss Models, appendix A.6.1.2 with theta = 1.
    """

    kind: Literal["beta"] = "beta"

    alpha: Positive
    """First shape: the larger, the less mass near 0."""

    beta: Positive
    """Second shape: the larger, the less mass near 1."""

    def unit_support(self) -> tuple[float, float]:
        """Return (0, 1)."""
        return 0.0, 1.0

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return the regularised incomplete beta function."""
        from scipy.special import betainc

        return betainc(self.alpha, self.beta, np.clip(x, 0.0, 1.0))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return the complement of the regularised incomplete beta function."""
        from scipy.special import betaincc

        return betaincc(self.alpha, self.beta, np.clip(x, 0.0, 1.0))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return the inverse of the regularised incomplete beta function."""
        from scipy.special import betaincinv

        return betaincinv(self.alpha, self.beta, u)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return the inverse of its complement."""
        from scipy.special import betainccinv

        return betainccinv(self.alpha, self.beta, v)

    def unit_expected(self) -> float:
        """Return alpha / (alpha + beta)."""
        return self.alpha / (self.alpha + self.beta)

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return mean x I(limit; alpha + 1, beta) + limit x survival(limit)."""
        from scipy.special import betainc

        inside = np.clip(limit, 0.0, 1.0)
        below = self.unit_expected() * betainc(self.alpha + 1.0, self.beta, inside)
        return below + inside * self.unit_survival(inside)
