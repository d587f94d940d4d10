"""A loss less a known deductible; negative where the deductible is higher."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.models.severity.distribution import Distribution


@dataclass(frozen=True, slots=True, eq=False)
class Reduced:
    """``loss`` minus ``deductible``, of which a policy pays the positive part."""

    loss: Distribution
    deductible: float

    def support(self) -> tuple[float, float]:
        """Return the smallest and the largest possible amount."""
        low, high = self.loss.support()
        return low - self.deductible, high - self.deductible

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Return the probability of at most ``x``."""
        return self.loss.cdf(np.asarray(x, dtype=np.float64) + self.deductible)

    def survival(self, x: ArrayLike) -> FloatArray:
        """Return the probability of more than ``x``."""
        return self.loss.survival(np.asarray(x, dtype=np.float64) + self.deductible)

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the amount exceeded with probability ``1 - u``."""
        return self.loss.quantile(u) - self.deductible

    def quantile_of_survival(self, v: ArrayLike) -> FloatArray:
        """Return the amount exceeded with probability ``v``."""
        return self.loss.quantile_of_survival(v) - self.deductible

    def expected(self) -> float:
        """Return the mean of the positive part: what is paid where there is no limit."""
        whole = self.loss.expected()
        return (
            whole - float(self.loss.limited_mean(self.deductible)) if np.isfinite(whole) else np.inf
        )

    def limited_mean(self, limit: ArrayLike) -> FloatArray:
        """Return the mean of the positive part cut off at ``limit``."""
        upper = np.asarray(limit, dtype=np.float64) + self.deductible
        return self.loss.limited_mean(upper) - self.loss.limited_mean(self.deductible)

    def atoms(self) -> tuple[FloatArray, FloatArray]:
        """Return the amounts (A,) that have a probability of their own, and it."""
        amounts, chances = self.loss.atoms()
        return amounts - self.deductible, chances

    def breaks(self) -> FloatArray:
        """Return the amounts (B,) where the distribution jumps, bends, or has a gap."""
        return self.loss.breaks() - self.deductible
