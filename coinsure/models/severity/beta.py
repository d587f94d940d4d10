"""Beta loss sizes: damage ratios between 0 and 1."""

import math
from typing import Annotated, Literal, Self

import numpy as np
import scipy  # special is loaded when first used
from pydantic import Field, model_validator

from coinsure.arrays import BoolArray, FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive, require_one_way

_TINY = 1e-9
_SMALL = 1e-3  # above it, rounding 1 - x changes rare survivals by less than 1e-12


class Beta(Severity):
    """Damage ratio between 0 and 1 with density proportional to x^(alpha - 1) (1 - x)^(beta - 1).

    Given by the two shapes, or by mean and cv. Usually carries a ``scale``, the value of the
    insured object. Source: Klugman, Panjer & Willmot, Loss Models, appendix A.6.1.2 with theta = 1.
    """

    kind: Literal["beta"] = "beta"

    alpha: Positive | None = None
    """First shape: the larger, the less mass near 0."""

    beta: Positive | None = None
    """Second shape: the larger, the less mass near 1."""

    mean: Annotated[float, Field(gt=0.0, lt=1.0)] | None = None
    """Mean ratio, with ``cv`` in place of the shapes."""

    cv: Positive | None = None
    """Standard deviation of the ratio divided by its mean."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        require_one_way(self, ("alpha", "beta"), ("mean", "cv"))
        if self.mean is not None and self.cv is not None:
            most = math.sqrt(1.0 / self.mean - 1.0)
            if self.cv >= most:
                raise ValueError(
                    f"a ratio between 0 and 1 with mean = {self.mean:g} has a cv below {most:.4g}; "
                    f"found cv = {self.cv:g}"
                )
        return self

    @property
    def shapes(self) -> tuple[float, float]:
        """First and second shape; their sum is (1 - mean) / (mean cv^2) - 1."""
        if self.alpha is not None and self.beta is not None:
            return self.alpha, self.beta
        mean = self.mean or 0.0
        both = (1.0 - mean) / (mean * (self.cv or 0.0) ** 2) - 1.0
        return mean * both, (1.0 - mean) * both

    def unit_support(self) -> tuple[float, float]:
        """Return (0, 1)."""
        return 0.0, 1.0

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return the regularised incomplete beta function."""
        return scipy.special.betainc(*self.shapes, np.clip(x, 0.0, 1.0))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return the complement of the regularised incomplete beta function.

        The library's own takes ten times as long, and is asked only where 1 - x loses digits.
        """
        (alpha, beta), x = self.shapes, np.clip(x, 0.0, 1.0)
        above = np.asarray(1.0 - scipy.special.betainc(alpha, beta, x))
        rare, small = above < 0.5, x < _SMALL
        scipy.special.betainc(beta, alpha, 1.0 - x, out=above, where=rare & ~small)
        scipy.special.betaincc(alpha, beta, x, out=above, where=rare & small)
        return above

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return the inverse of the regularised incomplete beta function."""
        near, known = _first_terms(*self.shapes, u)
        return np.where(known, near, scipy.special.betaincinv(*self.shapes, u))

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return the inverse of its complement."""
        alpha, beta = self.shapes
        near, known = _first_terms(beta, alpha, v)
        return np.where(known, 1.0 - near, scipy.special.betainccinv(alpha, beta, v))

    def unit_expected(self) -> float:
        """Return alpha / (alpha + beta)."""
        alpha, beta = self.shapes
        return alpha / (alpha + beta)

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return mean x I(limit; alpha + 1, beta) + limit x survival(limit)."""
        inside, (alpha, beta) = np.clip(limit, 0.0, 1.0), self.shapes
        below = self.unit_expected() * scipy.special.betainc(alpha + 1.0, beta, inside)
        return below + inside * self.unit_survival(inside)


def _first_terms(alpha: float, beta: float, p: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return two terms of the quantile's series at 0, and where they are exact to rounding.

    The library's inverse loses its digits below 1e-17 and may be NaN.
    """
    with np.errstate(divide="ignore"):
        first = np.exp((np.log(p) + np.log(alpha) + scipy.special.betaln(alpha, beta)) / alpha)
    return first * (1.0 + (beta - 1.0) / (alpha + 1.0) * first), first * (alpha + beta) < _TINY
