"""A lognormal factor: how many losses, or how large ones, a year has for all who share it."""

import math
from typing import Literal

import numpy as np
import scipy  # special is loaded when first used
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.spec import Positive, Spec


class LognormalFactor(Spec):
    """A yearly factor with mean 1 whose logarithm is normal.

    With sigma^2 = log(1 + cv^2) it is exp(sigma z - sigma^2 / 2) for a standard normal z. Source:
    Klugman, Panjer & Willmot, Loss Models, appendix A.4.1.1.
    """

    kind: Literal["lognormal"] = "lognormal"

    cv: Positive
    """Standard deviation of the factor (its mean is 1)."""

    @property
    def variance(self) -> float:
        """Variance of the factor."""
        return self.cv**2

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return math.sqrt(math.log1p(self.cv**2))

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Return the probability of a factor of at most ``x``."""
        with np.errstate(divide="ignore"):
            log = np.log(np.maximum(np.asarray(x, dtype=np.float64), 0.0))
        return np.asarray(scipy.special.ndtr(log / self.sigma + 0.5 * self.sigma), np.float64)

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the factor that is exceeded with probability ``1 - u``."""
        return self._at(scipy.special.ndtri(np.asarray(u, dtype=np.float64)))

    def quantile_of_survival(self, v: ArrayLike) -> FloatArray:
        """Return the factor that is exceeded with probability ``v``, exact in the upper tail."""
        return self._at(-scipy.special.ndtri(np.asarray(v, dtype=np.float64)))

    def _at(self, z: FloatArray) -> FloatArray:
        return np.asarray(np.exp(self.sigma * z - 0.5 * self.sigma**2), dtype=np.float64)
