"""A damage ratio times the random value of the insured object, less a deductible on that value."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.models.severity.distribution import Distribution
from coinsure.models.severity.expectation import expectation
from coinsure.models.severity.inversion import invert

_ROWS = 256  # amounts at a time: keeps the nodes of the quadrature within some ten megabytes


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """V B - max(deductible, rate V), with ``ratio`` B and ``value`` V independent.

    Without a deductible it is a severity whose scale is another severity. With one it may be
    negative: a policy pays its positive part. Everything is a mean over V of what is known about
    B: P(amount > x) = E[P(B > max((x + deductible) / V, rate + x / V))].
    """

    ratio: Distribution
    value: Distribution
    deductible: float = 0.0
    rate: float = 0.0

    def support(self) -> tuple[float, float]:
        """Return the smallest and the largest possible amount."""
        values = [*self.value.support()]
        if self.rate > 0.0:
            values.append(float(np.clip(self.deductible / self.rate, *values)))
        ends = [self.at(value, ratio) for value in values for ratio in self.ratio.support()]
        return min(ends), max(ends)

    def at(self, value: ArrayLike, ratio: ArrayLike) -> FloatArray:
        """Return the amount for one value and one damage ratio."""
        value, ratio = np.asarray(value, dtype=np.float64), np.asarray(ratio, dtype=np.float64)
        with np.errstate(invalid="ignore", over="ignore"):
            above = np.nan_to_num(value * ratio, posinf=np.inf) - self.deductible
            above_rate = np.nan_to_num(value * (ratio - self.rate), posinf=np.inf, neginf=-np.inf)
        return np.minimum(above, above_rate)

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Return the probability of at most ``x``."""
        return self._mean_over_values(
            x, self._kinks, lambda x, value: self.ratio.cdf(self._least_ratio(x, value))
        )

    def survival(self, x: ArrayLike) -> FloatArray:
        """Return the probability of more than ``x``."""
        return self._mean_over_values(
            x, self._kinks, lambda x, value: self.ratio.survival(self._least_ratio(x, value))
        )

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the amount exceeded with probability ``1 - u``."""
        u = np.asarray(u, dtype=np.float64)
        return invert(self, u, 1.0 - u)

    def quantile_of_survival(self, v: ArrayLike) -> FloatArray:
        """Return the amount exceeded with probability ``v``."""
        v = np.asarray(v, dtype=np.float64)
        return invert(self, 1.0 - v, v)

    def expected(self) -> float:
        """Return the mean of the positive part: what is paid where there is no limit."""
        if self.deductible == 0.0 and self.rate == 0.0:
            return self.value.expected() * self.ratio.expected()
        if np.isinf(self.value.expected()) and self.ratio.support()[1] > self.rate:
            return np.inf
        return float(self.limited_mean(np.inf)) if np.isfinite(self.ratio.expected()) else np.inf

    def limited_mean(self, limit: ArrayLike) -> FloatArray:
        """Return the mean of the positive part cut off at ``limit``."""
        return self._mean_over_values(limit, self._layer_kinks, self._layer)

    def _least_ratio(self, x: FloatArray, value: FloatArray) -> FloatArray:
        return np.maximum((x + self.deductible) / value, self.rate + x / value)

    def _kinks(self, x: FloatArray) -> FloatArray:
        """Values (I, 5) at which the least ratio meets an end of the ratios, or the two deductibles meet."""
        low, high = self.ratio.support()
        columns = [
            (x + self.deductible) / np.float64(high),
            (x + self.deductible) / np.float64(low),
            x / np.float64(high - self.rate),
            x / np.float64(low - self.rate),
            np.full_like(x, self.deductible) / np.float64(self.rate),
        ]
        return np.stack(columns, axis=1)

    def _layer(self, limit: FloatArray, value: FloatArray) -> FloatArray:
        """Mean payment for one value: the survival of the ratio integrated over the layer."""
        low = np.maximum(self.deductible / value, self.rate)
        thin = limit / value
        high = low + thin
        layer = value * (self.ratio.limited_mean(high) - self.ratio.limited_mean(low))
        narrow = thin < 1e-6 * low  # the difference would lose its digits
        return np.where(
            narrow, limit * self.ratio.survival(np.where(narrow, 0.5 * (low + high), 1.0)), layer
        )

    def _layer_kinks(self, limit: FloatArray) -> FloatArray:
        return np.hstack([self._kinks(limit), self._kinks(np.zeros_like(limit))])

    def _mean_over_values(
        self,
        x: ArrayLike,
        kinks: Callable[[FloatArray], FloatArray],
        function: Callable[[FloatArray, FloatArray], FloatArray],
    ) -> FloatArray:
        x = np.asarray(x, dtype=np.float64)
        flat = x.ravel()
        answer = np.empty_like(flat)
        for first in range(0, flat.size, _ROWS):
            rows = flat[first : first + _ROWS]
            with np.errstate(all="ignore"):
                cuts = kinks(rows)
                cuts = np.where(np.isfinite(cuts) & (cuts > 0.0), cuts, 0.0)
                answer[first : first + _ROWS] = expectation(
                    lambda value, i, rows=rows: function(rows[i], value), self.value, cuts
                )
        return answer.reshape(x.shape)
