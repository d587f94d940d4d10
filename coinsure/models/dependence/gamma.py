"""The gamma factor that all systemic frequencies of a sector share in a year."""

from typing import Literal

import numpy as np
import scipy  # special is loaded when first used
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.spec import Positive, Spec


class Gamma(Spec):
    """A yearly factor with mean 1 and variance 1 / shape, independent from year to year.

    Poisson counts under it are negative binomial. Source: Klugman, Panjer & Willmot, Loss Models,
    appendix A.3.2.1 with theta = 1 / alpha.
    """

    kind: Literal["gamma"] = "gamma"

    shape: Positive
    """The larger, the closer the factor stays to 1; its standard deviation is 1 / sqrt(shape)."""

    @property
    def variance(self) -> float:
        """Variance of the factor."""
        return 1.0 / self.shape

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Return the probability of a factor of at most ``x``."""
        inside = np.maximum(np.asarray(x, dtype=np.float64), 0.0)
        return np.asarray(scipy.special.gammainc(self.shape, self.shape * inside), dtype=np.float64)

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the factor that is exceeded with probability ``1 - u``."""
        factor = scipy.special.gammaincinv(self.shape, np.asarray(u, dtype=np.float64)) / self.shape
        return np.asarray(factor, dtype=np.float64)

    def quantile_of_survival(self, v: ArrayLike) -> FloatArray:
        """Return the factor that is exceeded with probability ``v``, exact in the upper tail."""
        factor = (
            scipy.special.gammainccinv(self.shape, np.asarray(v, dtype=np.float64)) / self.shape
        )
        return np.asarray(factor, dtype=np.float64)
