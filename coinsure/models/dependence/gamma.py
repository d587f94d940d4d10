"""A gamma factor: how many losses, or how large ones, a year has for all who share it."""

from typing import Literal, Self

import numpy as np
import scipy  # special is loaded when first used
from numpy.typing import ArrayLike
from pydantic import model_validator

from coinsure.arrays import FloatArray
from coinsure.spec import Positive, Spec


class Gamma(Spec):
    """A yearly factor with a gamma distribution, mean 1 and variance 1 / shape.

    Given by `shape` or by `cv`, not both. Poisson counts under it are negative binomial. Source:
    Klugman, Panjer & Willmot, Loss Models, appendix A.3.2.1 with theta = 1 / alpha.
    """

    kind: Literal["gamma"] = "gamma"

    shape: Positive | None = None
    """The larger, the closer the factor stays to 1; its standard deviation is 1 / sqrt(shape)."""

    cv: Positive | None = None
    """Standard deviation of the factor (its mean is 1)."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.shape is None) == (self.cv is None):
            found = "neither" if self.cv is None else f"shape = {self.shape:g} and cv = {self.cv:g}"
            raise ValueError(f"give exactly one of shape (1 / cv^2) and cv; found {found}")
        return self

    @property
    def variance(self) -> float:
        """Variance of the factor."""
        return 1.0 / self.alpha

    @property
    def alpha(self) -> float:
        """Shape parameter of the distribution, whichever way it was given."""
        return self.shape if self.shape is not None else 1.0 / (self.cv or 1.0) ** 2

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Return the probability of a factor of at most ``x``."""
        inside = np.maximum(np.asarray(x, dtype=np.float64), 0.0)
        return np.asarray(scipy.special.gammainc(self.alpha, self.alpha * inside), np.float64)

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the factor that is exceeded with probability ``1 - u``."""
        factor = scipy.special.gammaincinv(self.alpha, np.asarray(u, dtype=np.float64)) / self.alpha
        return np.asarray(factor, dtype=np.float64)

    def quantile_of_survival(self, v: ArrayLike) -> FloatArray:
        """Return the factor that is exceeded with probability ``v``, exact in the upper tail."""
        factor = (
            scipy.special.gammainccinv(self.alpha, np.asarray(v, dtype=np.float64)) / self.alpha
        )
        return np.asarray(factor, dtype=np.float64)
