"""Beta loss sizes: damage ratios between 0 and 1."""

from typing import Literal

import numpy as np
import scipy  # special is loaded when first used

from coinsure.arrays import BoolArray, FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive

_TINY = 1e-9


class Beta(Severity):
    """Damage ratio between 0 and 1 with density proportional to x^(alpha - 1) (1 - x)^(beta - 1).

    Usually carries a ``scale``, the value of the insured object. Source: Klugman, Panjer &
    Willmot, Loss Models, appendix A.6.1.2 with theta = 1.
    """

    kind: Literal["beta"] = "beta"

    alpha: Positive
    """First shape: the larger, the less mass near 0."""

    beta: Positive
    """Second shape: the larger, the less mass near 1."""

    def unit_support(self) -> tuple[float, float]:
        """Return (0, 1)."""
        return 0.0, 1.0

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return the regularised incomplete beta function."""
        return scipy.special.betainc(self.alpha, self.beta, np.clip(x, 0.0, 1.0))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return the complement of the regularised incomplete beta function."""
        return scipy.special.betaincc(self.alpha, self.beta, np.clip(x, 0.0, 1.0))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return the inverse of the regularised incomplete beta function."""
        near, known = _first_terms(self.alpha, self.beta, u)
        return np.where(known, near, scipy.special.betaincinv(self.alpha, self.beta, u))

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return the inverse of its complement."""
        near, known = _first_terms(self.beta, self.alpha, v)
        return np.where(known, 1.0 - near, scipy.special.betainccinv(self.alpha, self.beta, v))

    def unit_expected(self) -> float:
        """Return alpha / (alpha + beta)."""
        return self.alpha / (self.alpha + self.beta)

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return mean x I(limit; alpha + 1, beta) + limit x survival(limit)."""
        inside = np.clip(limit, 0.0, 1.0)
        below = self.unit_expected() * scipy.special.betainc(self.alpha + 1.0, self.beta, inside)
        return below + inside * self.unit_survival(inside)


def _first_terms(alpha: float, beta: float, p: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return two terms of the quantile's series at 0, and where they are exact to rounding.

    The library's inverse loses its digits below 1e-17 and may be NaN.
    """
    with np.errstate(divide="ignore"):
        first = np.exp((np.log(p) + np.log(alpha) + scipy.special.betaln(alpha, beta)) / alpha)
    return first * (1.0 + (beta - 1.0) / (alpha + 1.0) * first), first * (alpha + beta) < _TINY
