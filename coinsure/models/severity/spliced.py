"""A body of any kind with a Pareto tail above a threshold."""

import math
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, Self

import numpy as np
import scipy  # special is loaded when first used
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive

if TYPE_CHECKING:
    from coinsure.models.severity import SeveritySpec

_STEP = 1e-3  # of the logarithm; differences of order six leave about 1e-13 of a smooth density
_DIFFERENCES = {1: 0.75, 2: -0.15, 3: 1.0 / 60.0}


class Spliced(Severity):
    """Losses of a ``body`` up to a ``threshold``, and a Pareto tail (threshold / x)^alpha above.

    A loss is above the threshold with the probability ``above``; left out, with that of the body,
    so that all below stays as it is. The density jumps at the threshold unless ``alpha`` is left
    out: then alpha is what makes it continuous. The distribution function always is. The mean is
    infinite for alpha <= 1, the variance for alpha <= 2. Source: Klugman, Panjer & Willmot, Loss
    Models, section 5.2.6 (spliced distributions); Scollnik, On composite lognormal-Pareto models,
    Scandinavian Actuarial Journal 2007 (1).
    """

    kind: Literal["spliced"] = "spliced"

    body: "SeveritySpec"
    """Losses up to the threshold, given that they are."""

    threshold: Positive
    """Where the tail begins, in the scenario's unit (or as a fraction of the scale)."""

    alpha: Positive | None = None
    """Tail index: the smaller, the heavier. Left out, the density is continuous."""

    above: Annotated[float, Field(gt=0.0, lt=1.0)] | None = None
    """Probability of a loss above the threshold. Left out, that of the body."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        threshold = f"threshold = {self.threshold:g}"
        low, high = self.body.support()
        if float(self.body.cdf(self.threshold)) <= 0.0:
            raise ValueError(f"{threshold} is not above the smallest loss of the body, {low:g}")
        if self.above is None and float(self.body.survival(self.threshold)) <= 0.0:
            raise ValueError(
                f"{threshold} is not below the largest loss of the body, {high:g}, so that nothing "
                "is above it; say with which probability a loss is, in above"
            )
        if self.alpha is None and not self.index > 0.0:
            raise ValueError(
                f"the body has no density at {threshold}, which a tail could go on with; give alpha"
            )
        return self

    @property
    def beyond(self) -> float:
        """Probability of a loss above the threshold."""
        return self.above if self.above is not None else float(self.body.survival(self.threshold))

    @cached_property
    def index(self) -> float:
        """Tail index."""
        if self.alpha is not None:
            return self.alpha
        slope = 0.0
        for steps, weight in _DIFFERENCES.items():
            ends = self.threshold * np.exp(np.array([-steps, steps]) * _STEP)
            below = self.body.cdf(ends)
            rise = below[1] - below[0]
            if below[0] > 0.5:
                rise = -float(np.diff(self.body.survival(ends))[0])
            slope += weight * rise / _STEP
        return float(slope / self.body.cdf(self.threshold) * (1.0 - self.beyond) / self.beyond)

    def inside(self) -> tuple[Severity, ...]:
        """Return the body."""
        return (self.body,)

    def unit_support(self) -> tuple[float, float]:
        """Return the smallest loss of the body and infinity."""
        return self.body.support()[0], np.inf

    def unit_tail_index(self) -> float:
        """Return alpha."""
        return self.index

    def unit_atoms(self) -> tuple[FloatArray, FloatArray]:
        """Return the single losses of the body up to the threshold."""
        amounts, chances = self.body.atoms()
        within = amounts <= self.threshold
        return amounts[within], chances[within] * self._of_body()

    def unit_breaks(self) -> FloatArray:
        """Return the breaks of the body up to the threshold, and the threshold."""
        breaks = self.body.breaks()
        return np.append(breaks[breaks < self.threshold], self.threshold)

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return that of the body, scaled, up to the threshold, then one minus the survival."""
        low = self._of_body() * self.body.cdf(np.minimum(x, self.threshold))
        return np.where(x < self.threshold, low, 1.0 - self.beyond * self._tail(x))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return one minus the distribution up to the threshold, then that of the tail."""
        inside = np.minimum(x, self.threshold)
        body, there = self.body.survival(inside), float(self.body.survival(self.threshold))
        low = self.beyond + self._of_body() * (body - there)
        return np.where(x < self.threshold, low, self.beyond * self._tail(x))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return the quantile of the body or of the tail."""
        return self._quantile(u, 1.0 - u)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return the quantile of the body or of the tail."""
        return self._quantile(1.0 - v, v)

    def unit_expected(self) -> float:
        """Return the mean of both, infinite for alpha <= 1."""
        return float(self.unit_limited_mean(np.asarray(np.inf)))

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return the integrated survival of the body up to the threshold, then of the tail."""
        inside = np.minimum(limit, self.threshold)
        there = float(self.body.survival(self.threshold))
        body = self.body.limited_mean(inside) - inside * there
        low = self.beyond * inside + self._of_body() * body
        return low + self.beyond * self.threshold * self._tail_layer(limit)

    def _of_body(self) -> float:
        """Return the factor on probabilities of the body."""
        return (1.0 - self.beyond) / float(self.body.cdf(self.threshold))

    def _tail(self, x: FloatArray) -> FloatArray:
        return (self.threshold / np.maximum(x, self.threshold)) ** self.index

    def _tail_layer(self, limit: FloatArray) -> FloatArray:
        """Return the integral of the tail from the threshold to the limit, in thresholds."""
        unlimited = 1.0 / (self.index - 1.0) if self.index > 1.0 else math.inf
        finite = np.where(np.isposinf(limit), self.threshold, np.maximum(limit, self.threshold))
        octaves = np.log(finite / self.threshold)
        layer = octaves * scipy.special.exprel((1.0 - self.index) * octaves)
        return np.where(np.isposinf(limit), unlimited, layer)

    def _quantile(self, u: FloatArray, v: FloatArray) -> FloatArray:
        beyond, factor = self.beyond, self._of_body()
        there = float(self.body.survival(self.threshold))
        in_tail = v < beyond
        low = ~in_tail & (u < 0.5 * factor)
        high = ~in_tail & ~low
        answer = np.empty(np.shape(u))
        with np.errstate(divide="ignore"):
            answer[in_tail] = self.threshold * np.exp(-np.log(v[in_tail] / beyond) / self.index)
        answer[low] = self.body.quantile(u[low] / factor)
        answer[high] = self.body.quantile_of_survival(
            np.clip(there + (v[high] - beyond) / factor, 0.0, 1.0)
        )
        answer[~in_tail] = np.minimum(answer[~in_tail], self.threshold)
        return answer
