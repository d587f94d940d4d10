"""Exposure curves of Bernegger: damage ratios with a probability of total loss."""

import math
from functools import cached_property
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive, require_one_way

_HALVINGS = 200
_LARGEST_LOG = 500.0
_SMALL = 1e-8


class Mbbefd(Severity):
    """Damage ratio in (0, 1] of an exposure curve of the MBBEFD class.

    Survival is 1 / (1 + (g - 1) b (b^(-x) - 1) / (1 - b)) below 1, and a total loss has the
    probability 1 / g. All moments exist. Usually carries a ``scale``, the value of the insured
    object. Given by ``g`` and ``b``; by the parameter ``c`` of the curves that Swiss Re made
    known, b = exp(3.1 - 0.15 c (1 + c)) and g = exp((0.78 + 0.12 c) c), with c = 1.5, 2, 3, 4 for
    Y1 to Y4 and 5 for the curve of Lloyd's of industrial risks; or by the ``mean`` and the
    probability ``total_loss``. Source: Bernegger, The Swiss Re exposure curves and the MBBEFD
    distribution class, ASTIN Bulletin 27 (1997) 99-111.
    """

    kind: Literal["mbbefd"] = "mbbefd"

    g: Annotated[float, Field(gt=1.0)] | None = None
    """Inverse of the probability of a total loss."""

    b: Positive | None = None
    """Shape: the larger, the smaller the losses that are not total."""

    c: Annotated[float, Field(gt=0.0, le=10.0)] | None = None
    """Position among the Swiss Re curves, in place of g and b: the larger, the smaller losses."""

    mean: Annotated[float, Field(gt=0.0, lt=1.0)] | None = None
    """Mean damage ratio, with ``total_loss`` in place of g and b."""

    total_loss: Annotated[float, Field(gt=0.0, lt=1.0)] | None = None
    """Probability of a total loss, below the mean."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        require_one_way(self, ("g", "b"), ("c",), ("mean", "total_loss"))
        if self.mean is not None and self.total_loss is not None and self.total_loss >= self.mean:
            raise ValueError(
                f"total_loss = {self.total_loss:g} is not below mean = {self.mean:g}, although a "
                "total loss is a ratio of 1; give a lower total_loss"
            )
        return self

    @property
    def inverse_of_total(self) -> float:
        """The parameter g."""
        if self.c is not None:
            return math.exp((0.78 + 0.12 * self.c) * self.c)
        return self.g if self.g is not None else 1.0 / (self.total_loss or 1.0)

    @cached_property
    def log_shape(self) -> float:
        """The logarithm of the parameter b."""
        if self.c is not None:
            return 3.1 - 0.15 * self.c * (1.0 + self.c)
        if self.b is not None:
            return math.log(self.b)
        low, high = -_LARGEST_LOG, _LARGEST_LOG
        for _ in range(_HALVINGS):  # the mean falls with b
            middle = 0.5 * (low + high)
            mean = float(_limited_mean(np.asarray(1.0), self.inverse_of_total, middle))
            low, high = (middle, high) if mean > (self.mean or 0.0) else (low, middle)
        return 0.5 * (low + high)

    def unit_support(self) -> tuple[float, float]:
        """Return (0, 1)."""
        return 0.0, 1.0

    def unit_atoms(self) -> tuple[FloatArray, FloatArray]:
        """Return a total loss and 1 / g."""
        return np.ones(1), np.array([1.0 / self.inverse_of_total])

    def unit_breaks(self) -> FloatArray:
        """Return a total loss."""
        return np.ones(1)

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return odds / (1 + odds) below 1 and 1 from there on."""
        odds = self._odds(x)
        return np.where(x >= 1.0, 1.0, odds / (1.0 + odds))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return 1 / (1 + odds) below 1 and 0 from there on."""
        return np.where(x >= 1.0, 0.0, 1.0 / (1.0 + self._odds(x)))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return the ratio at which the odds are u / (1 - u), 1 above 1 - 1 / g."""
        return self._ratio(u, 1.0 - u)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return the ratio at which the odds are (1 - v) / v, 1 for v below 1 / g."""
        return self._ratio(1.0 - v, v)

    def unit_expected(self) -> float:
        """Return log(g b) (1 - b) / (log(b) (1 - g b))."""
        return float(self.unit_limited_mean(np.asarray(1.0)))

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return the exposure curve times the mean: the integrated survival."""
        return _limited_mean(np.clip(limit, 0.0, 1.0), self.inverse_of_total, self.log_shape)

    def _odds(self, x: FloatArray) -> FloatArray:
        """Return cdf over survival below a total loss."""
        return (self.inverse_of_total - 1.0) * _growth(np.clip(x, 0.0, 1.0), self.log_shape)

    def _ratio(self, u: FloatArray, v: FloatArray) -> FloatArray:
        g, log_b = self.inverse_of_total, self.log_shape
        total = v * g <= 1.0
        z = np.where(total, 0.0, u / (np.where(total, 1.0, v) * (g - 1.0)))
        ratio = z if log_b == 0.0 else -np.log1p(z * math.expm1(-log_b)) / log_b
        return np.where(total, 1.0, np.clip(ratio, 0.0, 1.0))


def _growth(x: FloatArray, log_b: float) -> FloatArray:
    """Return b (b^(-x) - 1) / (1 - b), which is x for b = 1."""
    if log_b == 0.0:
        return x
    return np.expm1(-log_b * x) / math.expm1(-log_b)


def _limited_mean(limit: FloatArray, g: float, log_b: float) -> FloatArray:
    """Return the integral of the survival up to the ``limit``.

    With s = 1 - b^x and k = 1 - (g - 1) b / (1 - b) it is log(1 - k s) / (k log b), and
    log(1 + (g - 1) x) / (g - 1) for b = 1.
    """
    if log_b == 0.0:
        return np.log1p((g - 1.0) * limit) / (g - 1.0)
    tilt = (g - 1.0) / math.expm1(-log_b)
    s = -np.expm1(log_b * limit)
    y = (1.0 - tilt) * s
    small, large = np.abs(y) < _SMALL, y > 0.5
    logarithm = np.where(
        large,
        np.log(np.where(large, np.exp(log_b * limit) + tilt * s, 1.0)),
        np.log1p(-np.where(large, 0.0, y)),
    )
    return -s / log_b * np.where(small, 1.0 + 0.5 * y, -logarithm / np.where(small, 1.0, y))
