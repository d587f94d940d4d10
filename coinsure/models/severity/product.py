"""A damage ratio times the random value of the insured object, less a deductible on that value."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError
from coinsure.models.severity.distribution import Distribution
from coinsure.models.severity.expectation import expectation
from coinsure.models.severity.inversion import invert, logit_grid

_ROWS = 256  # amounts at a time: keeps the nodes of the quadrature within some ten megabytes
_THIN = 1e-6
_MOST_BREAKS = 2_000
_CELLS = 1 << 20
_ROUNDING = 1e-12
_BESIDE = 1.0 + 1e-12  # a single ratio times a value, over that value, may be a little less


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """V B - max(deductible, rate V), with ``ratio`` B and ``value`` V independent.

    Without a deductible it is a severity whose scale is another severity. With one it may be
    negative: a policy pays its positive part. Everything is a mean over V of what is known about
    B, because the amount exceeds x where B exceeds max((x + deductible) / V, rate + x / V).
    """

    ratio: Distribution
    value: Distribution
    deductible: float = 0.0
    rate: float = 0.0

    def support(self) -> tuple[float, float]:
        """Return the smallest and the largest possible amount."""
        least, most = self.value.support()
        values = [least, most]
        if self.rate > 0.0:
            values.append(min(max(self.deductible / self.rate, least), most))
        ends = [float(self.at(value, ratio)) for value in values for ratio in self.ratio.support()]
        return min(ends), max(ends)

    def at(self, value: ArrayLike, ratio: ArrayLike) -> FloatArray:
        """Return the amount for a value and a damage ratio."""
        value = np.asarray(value, dtype=np.float64)
        ratio = np.asarray(ratio, dtype=np.float64)
        with np.errstate(invalid="ignore", over="ignore"):
            above = np.nan_to_num(value * ratio, posinf=np.inf) - self.deductible
            above_rate = np.nan_to_num(value * (ratio - self.rate), posinf=np.inf, neginf=-np.inf)
        return np.minimum(above, above_rate)

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Return the probability of at most ``x``."""
        return self._mean(x, self._cdf_at, self._cdf_of)

    def survival(self, x: ArrayLike) -> FloatArray:
        """Return the probability of more than ``x``."""
        return self._mean(x, self._survival_at, self._survival_of)

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the amount exceeded with probability ``1 - u``."""
        u = np.asarray(u, dtype=np.float64)
        return invert(self, u, 1.0 - u, self._amounts)

    def quantile_of_survival(self, v: ArrayLike) -> FloatArray:
        """Return the amount exceeded with probability ``v``."""
        v = np.asarray(v, dtype=np.float64)
        return invert(self, 1.0 - v, v, self._amounts)

    def expected(self) -> float:
        """Return the mean of the positive part: what is paid where there is no limit."""
        whole = self.value.expected() * self.ratio.expected()
        if self.deductible == 0.0 and self.rate == 0.0:
            return whole
        if self.ratio.support()[1] <= self.rate:
            return 0.0
        return (
            float(self._mean(np.inf, self._layer_at, self._layer_of)) if whole < np.inf else whole
        )

    def limited_mean(self, limit: ArrayLike) -> FloatArray:
        """Return the mean of the positive part cut off at ``limit``."""
        limit = np.asarray(limit, dtype=np.float64)
        unlimited = np.isposinf(limit)
        limited = self._mean(np.where(unlimited, 0.0, limit), self._layer_at, self._layer_of)
        return np.where(unlimited, self.expected(), limited) if unlimited.any() else limited

    def atoms(self) -> tuple[FloatArray, FloatArray]:
        """Return the amounts (A,) that have a probability of their own, and it, zero apart."""
        ratios, chances = self.ratio.atoms()
        values, weights = self.value.atoms()
        amounts = self.at(values[:, None], ratios).ravel()
        return _merged(amounts, np.outer(weights, chances).ravel())

    def breaks(self) -> FloatArray:
        """Return the amounts (B,) where ends or breaks of ratio and value meet, if one has any."""
        ratios, values = self.ratio.breaks(), self.value.breaks()
        if ratios.size + values.size == 0:
            return np.empty(0)
        ratios = np.concatenate([ratios, self.ratio.support()])
        values = np.concatenate([values, self.value.support()])
        if ratios.size * values.size > _MOST_BREAKS:
            raise ModelRefusedError(
                f"{ratios.size} single ratios and {values.size} single values make too many "
                "products; give one of them fewer, or a smooth distribution"
            )
        amounts = self.at(values[:, None], ratios).ravel()
        return np.unique(amounts[np.isfinite(amounts)])

    def _amounts(self, smallest: float) -> FloatArray:
        """Return amounts that span those asked for: value and ratio rise together, or against.

        Where both are at probability p of being exceeded, the amount is exceeded with at most 2 p.
        """
        u, v = logit_grid(smallest)
        values, ratios = (
            np.where(u < 0.5, amount.quantile(u), amount.quantile_of_survival(v))
            for amount in (self.value, self.ratio)
        )
        amounts = self.at(values, ratios)
        if self.rate > 0.0:
            amounts = np.concatenate([amounts, self.at(values, ratios[::-1])])
        return amounts

    def _least_ratio(self, x: FloatArray, value: FloatArray) -> FloatArray:
        least = np.maximum((x + self.deductible) / value, self.rate + x / value)
        return least * _BESIDE if self.ratio.atoms()[0].size else least

    def _cdf_at(self, x: FloatArray, value: FloatArray) -> FloatArray:
        return self.ratio.cdf(self._least_ratio(x, value))

    def _survival_at(self, x: FloatArray, value: FloatArray) -> FloatArray:
        return self.ratio.survival(self._least_ratio(x, value))

    def _layer_at(self, limit: FloatArray, value: FloatArray) -> FloatArray:
        """Mean payment for a value: the survival of the ratio integrated over the layer."""
        start = np.maximum(self.deductible / value, self.rate)
        thickness = limit / value
        end = start + thickness
        layer = value * (self.ratio.limited_mean(end) - self.ratio.limited_mean(start))
        thin = thickness < _THIN * start  # the difference would lose its digits
        middle = np.where(thin, start + 0.5 * thickness, 1.0)
        return np.where(thin, limit * self.ratio.survival(middle), layer)

    def _kinks(self, x: FloatArray) -> FloatArray:
        """Values (I, K) where the rate starts to bind, or the least ratio meets an end of B."""
        ends = [
            part
            for end in (*self.ratio.support(), *self.ratio.breaks())
            for part in ((x + self.deductible) / np.float64(end), x / np.float64(end - self.rate))
        ]
        return np.stack([np.full_like(x, self.deductible) / np.float64(self.rate), *ends], axis=1)

    def _between(self, x: FloatArray, ratio: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return between which values the amount for a ``ratio`` exceeds ``x``."""
        with np.errstate(divide="ignore", invalid="ignore"):
            bound = x / (ratio - self.rate)
        least = np.maximum((x + self.deductible) / ratio, np.where(ratio > self.rate, bound, 0.0))
        below = np.where(x < 0.0, np.where(ratio < self.rate, bound, np.inf), least)
        return least, np.where(ratio > self.rate, np.inf, np.maximum(below, least))

    def _cdf_of(self, x: FloatArray, ratio: FloatArray) -> FloatArray:
        least, most = self._between(x, ratio)
        return self.value.cdf(least) + self.value.survival(most)

    def _survival_of(self, x: FloatArray, ratio: FloatArray) -> FloatArray:
        least, most = self._between(x, ratio)
        return self.value.survival(least) - self.value.survival(most)

    def _layer_of(self, limit: FloatArray, ratio: FloatArray) -> FloatArray:
        """Mean payment for a ratio: up to where the rate binds, and beyond."""
        paid = np.maximum(ratio - self.rate, 0.0)
        binds = self.deductible * paid / self.rate if self.rate > 0.0 else np.inf
        start = self.deductible / ratio
        first = self.value.limited_mean((np.minimum(limit, binds) + self.deductible) / ratio)
        layer = ratio * (first - self.value.limited_mean(start))
        if self.rate == 0.0:
            return layer
        share = np.where(paid > 0.0, paid, 1.0)
        last = self.value.limited_mean(np.maximum(limit, binds) / share)
        more = share * (last - self.value.limited_mean(binds / share))
        return np.where(paid > 0.0, layer + more, 0.0)

    def _mean(
        self,
        x: ArrayLike,
        at_value: Callable[[FloatArray, FloatArray], FloatArray],
        of_ratio: Callable[[FloatArray, FloatArray], FloatArray],
    ) -> FloatArray:
        """Return E[at_value(x, V)] = E[of_ratio(x, B)] for each x, by what is easier."""
        x = np.asarray(x, dtype=np.float64)
        for known, function in ((self.value, at_value), (self.ratio, of_ratio)):
            if is_discrete(known):
                return _mean_over(x.ravel(), function, *known.atoms()).reshape(x.shape)
        return self._mean_over_values(x, at_value)

    def _mean_over_values(
        self, x: FloatArray, function: Callable[[FloatArray, FloatArray], FloatArray]
    ) -> FloatArray:
        """Return E[function(x, V)] for each x; the ends of B at x = 0 matter to layers only."""
        flat = x.ravel()
        means = np.empty_like(flat)
        for first in range(0, flat.size, _ROWS):
            rows = flat[first : first + _ROWS]
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                cuts = np.hstack([self._kinks(rows), self._kinks(np.zeros_like(rows))])
                cuts = np.where(np.isfinite(cuts) & (cuts > 0.0), cuts, 0.0)
                means[first : first + _ROWS] = expectation(
                    lambda value, i, rows=rows: function(rows[i], value), self.value, cuts
                )
        return means.reshape(x.shape)


def is_discrete(distribution: Distribution) -> bool:
    """Whether all of its probability is at single amounts."""
    return math.isclose(float(distribution.atoms()[1].sum()), 1.0, rel_tol=_ROUNDING)


def _merged(amounts: FloatArray, chances: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the amounts that differ by more than rounding, rising, and their probabilities."""
    if amounts.size == 0:
        return amounts, chances
    order = np.argsort(amounts)
    amounts, chances = amounts[order], chances[order]
    fresh = np.diff(amounts) > _ROUNDING * np.abs(amounts[1:])
    first = np.flatnonzero(np.concatenate([[True], fresh]))
    return amounts[first], np.add.reduceat(chances, first)


def _mean_over(
    x: FloatArray,
    function: Callable[[FloatArray, FloatArray], FloatArray],
    values: FloatArray,
    chances: FloatArray,
) -> FloatArray:
    """Return the mean of function(x, V) for each x (I,), with V one of the ``values`` (N,)."""
    means, whole = np.empty(x.size), chances[None].sum(axis=1)
    rows = max(1, _CELLS // values.size)
    for first in range(0, x.size, rows):
        part = x[first : first + rows]
        results = function(part[:, None], values[None])
        means[first : first + rows] = (results * chances).sum(axis=1) / whole
    return means
