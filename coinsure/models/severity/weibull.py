"""Weibull loss sizes."""

import math
from functools import cached_property
from typing import Annotated, Literal, Self

import numpy as np
import scipy  # special is loaded when first used
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive, require_one_way

_LEAST_SHAPE, _MOST_SHAPE = 0.05, 200.0
_HALVINGS = 200


class Weibull(Severity):
    """Losses with survival exp(-(x / theta)^shape), mean = theta Gamma(1 + 1 / shape).

    Given by the mean and either the shape or the cv, with 1 + cv^2 = Gamma(1 + 2 / shape) /
    Gamma(1 + 1 / shape)^2. Source: Klugman, Panjer & Willmot, Loss Models, appendix A.3.2.3.
    """

    kind: Literal["weibull"] = "weibull"

    mean: Positive
    """Mean loss, in the scenario's unit (or as a fraction of the scale)."""

    shape: Positive | None = None
    """Shape: 1 is the exponential, the smaller, the heavier the tail."""

    cv: Annotated[float, Field(ge=0.02, le=100.0)] | None = None
    """Standard deviation of the loss divided by its mean, in place of the shape."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        require_one_way(self, ("shape",), ("cv",))
        return self

    @cached_property
    def form(self) -> float:
        """Shape."""
        if self.shape is not None:
            return self.shape
        wanted = math.log1p((self.cv or 0.0) ** 2)
        low, high = _LEAST_SHAPE, _MOST_SHAPE
        for _ in range(_HALVINGS):  # the cv falls with the shape
            middle = math.sqrt(low * high)
            found = math.lgamma(1.0 + 2.0 / middle) - 2.0 * math.lgamma(1.0 + 1.0 / middle)
            low, high = (middle, high) if found > wanted else (low, middle)
        return math.sqrt(low * high)

    @property
    def theta(self) -> float:
        """Loss that is exceeded with probability 1 / e."""
        return self.mean / math.gamma(1.0 + 1.0 / self.form)

    def unit_support(self) -> tuple[float, float]:
        """Return (0, inf)."""
        return 0.0, np.inf

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return 1 - exp(-(x / theta)^shape)."""
        return -np.expm1(-self._power(x))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return exp(-(x / theta)^shape)."""
        return np.exp(-self._power(x))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return theta (-log(1 - u))^(1 / shape)."""
        with np.errstate(divide="ignore"):
            return self.theta * (-np.log1p(-u)) ** (1.0 / self.form)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return theta (-log v)^(1 / shape)."""
        with np.errstate(divide="ignore"):
            return self.theta * np.maximum(-np.log(v), 0.0) ** (1.0 / self.form)

    def unit_expected(self) -> float:
        """Return the mean."""
        return self.mean

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return mean x P(1 + 1 / shape, (limit / theta)^shape) + limit x survival(limit)."""
        inside = np.maximum(limit, 0.0)
        below = self.mean * scipy.special.gammainc(1.0 + 1.0 / self.form, self._power(inside))
        beyond = np.where(np.isposinf(inside), 0.0, inside) * self.unit_survival(inside)
        return below + beyond

    def _power(self, x: FloatArray) -> FloatArray:
        return (np.maximum(x, 0.0) / self.theta) ** self.form
