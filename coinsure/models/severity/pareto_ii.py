"""Pareto (type II, Lomax) loss sizes."""

from typing import Literal

import numpy as np
import scipy  # special is loaded when first used

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive


class ParetoII(Severity):
    """Losses with survival (1 + x / theta)^(-alpha): the two-parameter Pareto, or Lomax.

    The mean is theta / (alpha - 1), infinite for alpha <= 1. Source: Klugman, Panjer & Willmot,
    Loss Models, appendix A.2.3.1.
    """

    kind: Literal["pareto_ii"] = "pareto_ii"

    theta: Positive
    """Where the tail begins, in the scenario's unit (or as a fraction of the scale)."""

    alpha: Positive
    """Tail index: the smaller, the heavier the tail."""

    def unit_support(self) -> tuple[float, float]:
        """Return (0, inf)."""
        return 0.0, np.inf

    def unit_tail_index(self) -> float:
        """Return alpha."""
        return self.alpha

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return 1 - (1 + x / theta)^(-alpha)."""
        return -np.expm1(-self.alpha * self._logarithm(x))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return (1 + x / theta)^(-alpha)."""
        return np.exp(-self.alpha * self._logarithm(x))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return theta ((1 - u)^(-1 / alpha) - 1)."""
        with np.errstate(divide="ignore"):
            return self.theta * np.expm1(-np.log1p(-u) / self.alpha)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return theta (v^(-1 / alpha) - 1)."""
        with np.errstate(divide="ignore"):
            return self.theta * np.expm1(np.maximum(-np.log(v), 0.0) / self.alpha)

    def unit_expected(self) -> float:
        """Return theta / (alpha - 1), infinite for alpha <= 1."""
        return self.theta / (self.alpha - 1.0) if self.alpha > 1.0 else np.inf

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return theta (1 - (1 + limit / theta)^(1 - alpha)) / (alpha - 1)."""
        octaves = self._logarithm(limit)
        with np.errstate(invalid="ignore", over="ignore"):
            inside = self.theta * octaves * scipy.special.exprel((1.0 - self.alpha) * octaves)
        return np.where(np.isposinf(limit), self.unit_expected(), inside)

    def _logarithm(self, x: FloatArray) -> FloatArray:
        return np.log1p(np.maximum(x, 0.0) / self.theta)
