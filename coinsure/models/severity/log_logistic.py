"""Log-logistic loss sizes."""

import math
from typing import Literal

import numpy as np
import scipy  # special is loaded when first used

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive


class LogLogistic(Severity):
    """Losses with survival 1 / (1 + (x / median)^shape): the Fisk distribution.

    The tail index is the shape; the mean is infinite where it is 1 or less. Source: Klugman, Panjer
    & Willmot, Loss Models, appendix A.2.3.3.
    """

    kind: Literal["log_logistic"] = "log_logistic"

    median: Positive
    """Loss that half exceed, in the scenario's unit (or as a fraction of the scale)."""

    shape: Positive
    """Tail index: the smaller, the heavier the tail."""

    def unit_support(self) -> tuple[float, float]:
        """Return (0, inf)."""
        return 0.0, np.inf

    def unit_tail_index(self) -> float:
        """Return the shape."""
        return self.shape

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return y / (1 + y) with y = (x / median)^shape."""
        with np.errstate(divide="ignore"):
            return 1.0 / (1.0 + 1.0 / self._power(x))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return 1 / (1 + y)."""
        return 1.0 / (1.0 + self._power(x))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return median (u / (1 - u))^(1 / shape)."""
        with np.errstate(divide="ignore"):
            return self.median * (u / (1.0 - u)) ** (1.0 / self.shape)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return median ((1 - v) / v)^(1 / shape)."""
        with np.errstate(divide="ignore"):
            return self.median * ((1.0 - v) / v) ** (1.0 / self.shape)

    def unit_expected(self) -> float:
        """Return median (pi / shape) / sin(pi / shape), infinite for a shape of 1 or less."""
        if self.shape <= 1.0:
            return np.inf
        angle = math.pi / self.shape
        return self.median * angle / math.sin(angle)

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return the integral of the survival: limit x F(1, 1/shape; 1 + 1/shape; -y).

        F is Gauss's function, in the form whose argument y / (1 + y) is below 1.
        """
        part, beyond = 1.0 / self.shape, np.isposinf(self._power(limit))
        inside = np.where(beyond, 0.0, np.maximum(limit, 0.0))
        y = self._power(inside)
        series = scipy.special.hyp2f1(part, part, 1.0 + part, y / (1.0 + y))
        integral = inside * np.exp(-part * np.log1p(y)) * series
        return np.where(beyond, self.unit_expected(), integral)

    def _power(self, x: FloatArray) -> FloatArray:
        """Return (x / median)^shape, infinite where no number is as large."""
        with np.errstate(over="ignore"):
            return (np.maximum(x, 0.0) / self.median) ** self.shape
