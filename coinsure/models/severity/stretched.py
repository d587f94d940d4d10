"""A severity with a known scale: the shape times a number."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray

if TYPE_CHECKING:
    from coinsure.models.severity.severity import Severity


@dataclass(frozen=True, slots=True, eq=False)
class Stretched:
    """The unit shape of ``severity`` times the number ``factor``."""

    severity: "Severity"
    factor: float

    def support(self) -> tuple[float, float]:
        """Return the smallest and the largest possible amount."""
        low, high = self.severity.unit_support()
        return self.factor * low, self.factor * high

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Return the probability of at most ``x``."""
        return self.severity.unit_cdf(self._unit(x))

    def survival(self, x: ArrayLike) -> FloatArray:
        """Return the probability of more than ``x``."""
        return self.severity.unit_survival(self._unit(x))

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the amount exceeded with probability ``1 - u``."""
        return self.factor * self.severity.unit_quantile(np.asarray(u, dtype=np.float64))

    def quantile_of_survival(self, v: ArrayLike) -> FloatArray:
        """Return the amount exceeded with probability ``v``."""
        return self.factor * self.severity.unit_quantile_of_survival(
            np.asarray(v, dtype=np.float64)
        )

    def expected(self) -> float:
        """Return the mean."""
        return self.factor * self.severity.unit_expected()

    def limited_mean(self, limit: ArrayLike) -> FloatArray:
        """Return the mean of min(amount, ``limit``)."""
        return self.factor * self.severity.unit_limited_mean(self._unit(limit))

    def atoms(self) -> tuple[FloatArray, FloatArray]:
        """Return the amounts (A,) that have a probability of their own, and it."""
        amounts, chances = self.severity.unit_atoms()
        return self.factor * amounts, chances

    def breaks(self) -> FloatArray:
        """Return the amounts (B,) where the distribution jumps, bends, or has a gap."""
        return self.factor * self.severity.unit_breaks()

    def _unit(self, amount: ArrayLike) -> FloatArray:
        return np.asarray(amount, dtype=np.float64) / self.factor
