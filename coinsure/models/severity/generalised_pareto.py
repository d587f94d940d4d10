"""Generalised Pareto loss sizes: what is left of a loss above a high threshold."""

from typing import Literal

import numpy as np
import scipy  # special is loaded when first used

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Money, Positive


class GeneralisedPareto(Severity):
    """Losses with survival (1 + xi (x - threshold) / sigma)^(-1 / xi) above a threshold.

    xi = 0 is the exponential; below 0 the largest loss is threshold - sigma / xi. The mean is
    threshold + sigma / (1 - xi), infinite for xi >= 1. Source: Embrechts, Klueppelberg & Mikosch,
    Modelling Extremal Events, definition 3.4.9.
    """

    kind: Literal["generalised_pareto"] = "generalised_pareto"

    threshold: Money = 0.0
    """Smallest loss, in the scenario's unit (or as a fraction of the scale)."""

    sigma: Positive
    """Size of what is above the threshold, in the same unit."""

    xi: float
    """Shape: the tail index is 1 / xi where it is above 0."""

    def unit_support(self) -> tuple[float, float]:
        """Return the threshold, and the end of the distribution where xi is below 0."""
        return self.threshold, self.threshold - self.sigma / self.xi if self.xi < 0.0 else np.inf

    def unit_tail_index(self) -> float:
        """Return 1 / xi, infinite where xi is not above 0."""
        return 1.0 / self.xi if self.xi > 0.0 else np.inf

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return one minus the survival, accurate near the threshold."""
        return -np.expm1(-self._hazard(x))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return exp(-hazard)."""
        return np.exp(-self._hazard(x))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return threshold + sigma ((1 - u)^(-xi) - 1) / xi."""
        with np.errstate(divide="ignore"):
            return self._amount(-np.log1p(-u))

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return threshold + sigma (v^(-xi) - 1) / xi."""
        with np.errstate(divide="ignore"):
            return self._amount(np.maximum(-np.log(v), 0.0))

    def unit_expected(self) -> float:
        """Return threshold + sigma / (1 - xi), infinite for xi >= 1."""
        return self.threshold + self.sigma / (1.0 - self.xi) if self.xi < 1.0 else np.inf

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return the limit up to the threshold, then the integrated survival above it."""
        hazard = self._hazard(limit)
        with np.errstate(invalid="ignore", over="ignore"):
            above = self.sigma * hazard * scipy.special.exprel((self.xi - 1.0) * hazard)
        above = np.where(np.isposinf(hazard), self.unit_expected() - self.threshold, above)
        return np.where(limit < self.threshold, limit, self.threshold + above)

    def _hazard(self, x: FloatArray) -> FloatArray:
        """Return -log survival: log(1 + xi z) / xi with z in units of sigma."""
        z = np.maximum(x - self.threshold, 0.0) / self.sigma
        if self.xi == 0.0:
            return z
        with np.errstate(divide="ignore"):
            return np.log1p(np.maximum(self.xi * z, -1.0)) / self.xi

    def _amount(self, hazard: FloatArray) -> FloatArray:
        if self.xi < 0.0:
            return self.threshold + self.sigma * np.expm1(self.xi * hazard) / self.xi
        with np.errstate(invalid="ignore", over="ignore"):
            above = self.sigma * hazard * scipy.special.exprel(self.xi * hazard)
        return self.threshold + np.where(np.isposinf(hazard), np.inf, above)
