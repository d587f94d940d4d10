"""Exponential loss sizes."""

from typing import Literal

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive


class Exponential(Severity):
    """Losses with survival exp(-x / mean).

    Source: Klugman, Panjer & Willmot, Loss Models, appendix A.3.3.1.
    """

    kind: Literal["exponential"] = "exponential"

    mean: Positive
    """Mean loss, in the scenario's unit (or as a fraction of the scale)."""

    def unit_support(self) -> tuple[float, float]:
        """Return (0, inf)."""
        return 0.0, np.inf

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return 1 - exp(-x / mean)."""
        return -np.expm1(-np.maximum(x, 0.0) / self.mean)

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return exp(-x / mean)."""
        return np.exp(-np.maximum(x, 0.0) / self.mean)

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return -mean log(1 - u)."""
        with np.errstate(divide="ignore"):
            return -self.mean * np.log1p(-u)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return -mean log v."""
        with np.errstate(divide="ignore"):
            return np.maximum(-self.mean * np.log(v), 0.0)

    def unit_expected(self) -> float:
        """Return the mean."""
        return self.mean

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return mean (1 - exp(-limit / mean))."""
        return self.mean * self.unit_cdf(limit)
