"""Gamma loss sizes."""

from typing import Literal, Self

import numpy as np
import scipy  # special is loaded when first used
from pydantic import model_validator

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive


class GammaLoss(Severity):
    """Losses with density proportional to x^(shape - 1) exp(-x / theta), mean = shape x theta.

    Given by the mean and either the shape or cv = shape^(-1/2). Source: Klugman, Panjer & Willmot,
    Loss Models, appendix A.3.2.1.
    """

    kind: Literal["gamma"] = "gamma"

    mean: Positive
    """Mean loss, in the scenario's unit (or as a fraction of the scale)."""

    shape: Positive | None = None
    """Shape: 1 is the exponential, the smaller, the more skewed."""

    cv: Positive | None = None
    """Standard deviation of the loss divided by its mean, in place of the shape."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.shape is None) == (self.cv is None):
            raise ValueError("a gamma takes its mean and exactly one of shape and cv")
        return self

    @property
    def form(self) -> float:
        """Shape."""
        return self.shape if self.shape is not None else 1.0 / (self.cv or 1.0) ** 2

    @property
    def theta(self) -> float:
        """Mean divided by shape."""
        return self.mean / self.form

    def unit_support(self) -> tuple[float, float]:
        """Return (0, inf)."""
        return 0.0, np.inf

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return the regularised lower incomplete gamma function."""
        return np.asarray(scipy.special.gammainc(self.form, self._of_theta(x)), np.float64)

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return the regularised upper incomplete gamma function."""
        return np.asarray(scipy.special.gammaincc(self.form, self._of_theta(x)), np.float64)

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return the inverse of the lower function."""
        return np.asarray(self.theta * scipy.special.gammaincinv(self.form, u), np.float64)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return the inverse of the upper function."""
        return np.asarray(self.theta * scipy.special.gammainccinv(self.form, v), np.float64)

    def unit_expected(self) -> float:
        """Return the mean."""
        return self.mean

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return mean x P(shape + 1, limit / theta) + limit x survival(limit)."""
        inside = np.maximum(limit, 0.0)
        below = self.mean * scipy.special.gammainc(self.form + 1.0, self._of_theta(inside))
        beyond = np.where(np.isposinf(inside), 0.0, inside) * self.unit_survival(inside)
        return below + beyond

    def _of_theta(self, x: FloatArray) -> FloatArray:
        return np.maximum(x, 0.0) / self.theta
