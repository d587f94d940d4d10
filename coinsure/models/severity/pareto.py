"""Pareto (type I) loss sizes."""

from typing import Literal

import numpy as np
import scipy  # special is loaded when first used

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive


class Pareto(Severity):
    """Losses above ``minimum`` with survival (minimum / x)^alpha: the single-parameter Pareto.

    The mean is infinite for alpha <= 1. Source: Klugman, Panjer & Willmot, Loss Models, appendix
    A.5.1.4.
    """

    kind: Literal["pareto"] = "pareto"

    minimum: Positive
    """Smallest loss, in the scenario's unit (or as a fraction of the scale)."""

    alpha: Positive
    """Tail index: the smaller, the heavier the tail."""

    def unit_support(self) -> tuple[float, float]:
        """Return (minimum, inf)."""
        return self.minimum, np.inf

    def unit_tail_index(self) -> float:
        """Return alpha."""
        return self.alpha

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return 1 - (minimum / x)^alpha, accurate near the minimum."""
        return -np.expm1(-self.alpha * np.log(np.maximum(x, self.minimum) / self.minimum))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return (minimum / x)^alpha."""
        return (self.minimum / np.maximum(x, self.minimum)) ** self.alpha

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return minimum (1 - u)^(-1 / alpha)."""
        with np.errstate(divide="ignore"):
            return self.minimum * np.exp(-np.log1p(-u) / self.alpha)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return minimum v^(-1 / alpha)."""
        with np.errstate(divide="ignore"):
            return self.minimum * np.exp(-np.log(v) / self.alpha)

    def unit_expected(self) -> float:
        """Return alpha minimum / (alpha - 1), infinite for alpha <= 1."""
        return self.minimum * self.alpha / (self.alpha - 1.0) if self.alpha > 1.0 else np.inf

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return the limit up to the minimum, then minimum plus the integrated survival."""
        with np.errstate(divide="ignore", invalid="ignore"):
            octaves = np.log(np.maximum(limit, self.minimum) / self.minimum)
            above = octaves * scipy.special.exprel((1.0 - self.alpha) * octaves)
        finite = np.where(
            np.isposinf(limit), self.unit_expected() - self.minimum, self.minimum * above
        )
        return np.where(limit < self.minimum, limit, self.minimum + finite)
