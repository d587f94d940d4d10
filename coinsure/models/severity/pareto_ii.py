"""Pareto (type II, Lomax) loss sizes."""

from typing import Annotated, Literal, Self

import numpy as np
import scipy  # special is loaded when first used
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive, require_one_way


class ParetoII(Severity):
    """Losses with survival (1 + x / theta)^(-alpha): the two-parameter Pareto, or Lomax.

    Given by theta and alpha, or by mean and cv. The mean is theta / (alpha - 1), infinite for
    alpha <= 1; cv^2 is alpha / (alpha - 2), infinite for alpha <= 2. Source: Klugman, Panjer &
    Willmot, Loss Models, appendix A.2.3.1.
    """

    kind: Literal["pareto_ii"] = "pareto_ii"

    theta: Positive | None = None
    """Where the tail begins, in the scenario's unit (or as a fraction of the scale)."""

    alpha: Positive | None = None
    """Tail index: the smaller, the heavier the tail."""

    mean: Positive | None = None
    """Mean loss, with ``cv`` in place of theta and alpha."""

    cv: Annotated[float, Field(gt=1.0)] | None = None
    """Standard deviation of the loss divided by its mean: a Pareto has more than 1."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        require_one_way(self, ("theta", "alpha"), ("mean", "cv"))
        return self

    @property
    def index(self) -> float:
        """The tail index alpha."""
        if self.alpha is not None:
            return self.alpha
        square = (self.cv or 0.0) ** 2
        return 2.0 * square / (square - 1.0)

    @property
    def start(self) -> float:
        """The amount theta."""
        return self.theta if self.theta is not None else (self.mean or 0.0) * (self.index - 1.0)

    def unit_support(self) -> tuple[float, float]:
        """Return (0, inf)."""
        return 0.0, np.inf

    def unit_tail_index(self) -> float:
        """Return alpha."""
        return self.index

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return 1 - (1 + x / theta)^(-alpha)."""
        return -np.expm1(-self.index * self._logarithm(x))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return (1 + x / theta)^(-alpha)."""
        return np.exp(-self.index * self._logarithm(x))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return theta ((1 - u)^(-1 / alpha) - 1)."""
        with np.errstate(divide="ignore"):
            return self.start * np.expm1(-np.log1p(-u) / self.index)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return theta (v^(-1 / alpha) - 1)."""
        with np.errstate(divide="ignore"):
            return self.start * np.expm1(np.maximum(-np.log(v), 0.0) / self.index)

    def unit_expected(self) -> float:
        """Return theta / (alpha - 1), infinite for alpha <= 1."""
        return self.start / (self.index - 1.0) if self.index > 1.0 else np.inf

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return theta (1 - (1 + limit / theta)^(1 - alpha)) / (alpha - 1)."""
        octaves = self._logarithm(limit)
        with np.errstate(invalid="ignore", over="ignore"):
            inside = self.start * octaves * scipy.special.exprel((1.0 - self.index) * octaves)
        return np.where(np.isposinf(limit), self.unit_expected(), inside)

    def _logarithm(self, x: FloatArray) -> FloatArray:
        return np.log1p(np.maximum(x, 0.0) / self.start)
