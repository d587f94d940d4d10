"""Weibull loss sizes."""

import math
from typing import Literal

import numpy as np
import scipy  # special is loaded when first used

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive


class Weibull(Severity):
    """Losses with survival exp(-(x / theta)^shape), mean = theta Gamma(1 + 1 / shape).

    Source: Klugman, Panjer & Willmot, Loss Models, appendix A.3.2.3.
    """

    kind: Literal["weibull"] = "weibull"

    mean: Positive
    """Mean loss, in the scenario's unit (or as a fraction of the scale)."""

    shape: Positive
    """Shape: 1 is the exponential, the smaller, the heavier the tail."""

    @property
    def theta(self) -> float:
        """Loss that is exceeded with probability 1 / e."""
        return self.mean / math.gamma(1.0 + 1.0 / self.shape)

    def unit_support(self) -> tuple[float, float]:
        """Return (0, inf)."""
        return 0.0, np.inf

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return 1 - exp(-(x / theta)^shape)."""
        return -np.expm1(-self._power(x))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return exp(-(x / theta)^shape)."""
        return np.exp(-self._power(x))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return theta (-log(1 - u))^(1 / shape)."""
        with np.errstate(divide="ignore"):
            return self.theta * (-np.log1p(-u)) ** (1.0 / self.shape)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return theta (-log v)^(1 / shape)."""
        with np.errstate(divide="ignore"):
            return self.theta * np.maximum(-np.log(v), 0.0) ** (1.0 / self.shape)

    def unit_expected(self) -> float:
        """Return the mean."""
        return self.mean

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return mean x P(1 + 1 / shape, (limit / theta)^shape) + limit x survival(limit)."""
        inside = np.maximum(limit, 0.0)
        below = self.mean * scipy.special.gammainc(1.0 + 1.0 / self.shape, self._power(inside))
        beyond = np.where(np.isposinf(inside), 0.0, inside) * self.unit_survival(inside)
        return below + beyond

    def _power(self, x: FloatArray) -> FloatArray:
        return (np.maximum(x, 0.0) / self.theta) ** self.shape
