"""Burr loss sizes."""

from typing import Literal

import numpy as np
import scipy  # special is loaded when first used

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive


class Burr(Severity):
    """Losses with survival (1 + (x / theta)^gamma)^(-alpha): Burr type XII.

    The tail index is alpha x gamma; the mean is infinite where it is 1 or less. Source: Klugman,
    Panjer & Willmot, Loss Models, appendix A.2.2.2.
    """

    kind: Literal["burr"] = "burr"

    theta: Positive
    """Size, in the scenario's unit (or as a fraction of the scale)."""

    alpha: Positive
    """First shape, which bends the tail."""

    gamma: Positive
    """Second shape, which bends both ends."""

    def unit_support(self) -> tuple[float, float]:
        """Return (0, inf)."""
        return 0.0, np.inf

    def unit_tail_index(self) -> float:
        """Return alpha x gamma."""
        return self.alpha * self.gamma

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return 1 - (1 + (x / theta)^gamma)^(-alpha)."""
        return -np.expm1(-self.alpha * np.log1p(self._power(x)))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return (1 + (x / theta)^gamma)^(-alpha)."""
        return np.exp(-self.alpha * np.log1p(self._power(x)))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return theta ((1 - u)^(-1 / alpha) - 1)^(1 / gamma)."""
        with np.errstate(divide="ignore"):
            return self.theta * np.expm1(-np.log1p(-u) / self.alpha) ** (1.0 / self.gamma)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return theta (v^(-1 / alpha) - 1)^(1 / gamma)."""
        with np.errstate(divide="ignore"):
            hazard = np.maximum(-np.log(v), 0.0)
            return self.theta * np.expm1(hazard / self.alpha) ** (1.0 / self.gamma)

    def unit_expected(self) -> float:
        """Return theta alpha B(1 + 1 / gamma, alpha - 1 / gamma) with B the beta function."""
        if self.unit_tail_index() <= 1.0:
            return np.inf
        part = 1.0 / self.gamma
        beta = scipy.special.betaln(1.0 + part, self.alpha - part)
        return float(self.theta * self.alpha * np.exp(beta))

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return the integral of the survival: limit x F(alpha, 1/gamma; 1 + 1/gamma; -y).

        y is (limit / theta)^gamma and F Gauss's function, in the form whose argument is below 1.
        """
        part, beyond = 1.0 / self.gamma, np.isposinf(self._power(limit))
        inside = np.where(beyond, 0.0, np.maximum(limit, 0.0))
        y = self._power(inside)
        series = scipy.special.hyp2f1(part, 1.0 + part - self.alpha, 1.0 + part, y / (1.0 + y))
        integral = inside * np.exp(-part * np.log1p(y)) * series
        return np.where(beyond, self.unit_expected(), integral)

    def _power(self, x: FloatArray) -> FloatArray:
        """Return (x / theta)^gamma, infinite where no number is as large."""
        with np.errstate(over="ignore"):
            return (np.maximum(x, 0.0) / self.theta) ** self.gamma
