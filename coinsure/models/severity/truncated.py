"""Losses of another severity of which only those within a range are left."""

from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from pydantic import model_validator

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Money, Positive

if TYPE_CHECKING:
    from coinsure.models.severity import SeveritySpec

LEAST_KEPT = 1e-9


class Truncated(Severity):
    """A loss of another severity, given that it is above ``lower`` and at most ``upper``.

    Losses outside do not happen at all, so the frequency is that of losses within; a loss that is
    paid up to an amount is a matter of ``terms.limit``. All moments exist where there is an upper
    end. Source: Klugman, Panjer & Willmot, Loss Models, chapter 8 (truncated variables).
    """

    kind: Literal["truncated"] = "truncated"

    severity: "SeveritySpec"
    """What losses would be without the two ends."""

    lower: Money = 0.0
    """Losses are above this, in the scenario's unit (or as a fraction of the scale)."""

    upper: Positive | None = None
    """Losses are at most this; left out, there is no upper end."""

    @model_validator(mode="after")
    def _something_is_left(self) -> Self:
        if self.upper is not None and self.lower >= self.upper:
            found = f"lower = {self.lower:g} is not below upper = {self.upper:g}"
            raise ValueError(f"{found}; give lower < upper")
        if self.kept < LEAST_KEPT:
            low, high = self.severity.support()
            raise ValueError(
                f"a loss is within {self.lower:g} and {self._end():g} with a probability of "
                f"{self.kept:.1g}, less than {LEAST_KEPT:g}; losses of the severity inside are "
                f"between {low:g} and {high:g}, half of them above "
                f"{float(self.severity.quantile(0.5)):g}"
            )
        return self

    @cached_property
    def kept(self) -> float:
        """Probability of a loss within the range."""
        return float(self._between(np.asarray(self.lower), np.asarray(self._end())))

    def inside(self) -> tuple[Severity, ...]:
        """Return the severity inside."""
        return (self.severity,)

    def unit_support(self) -> tuple[float, float]:
        """Return the part of the support that is within the range."""
        low, high = self.severity.support()
        return max(low, self.lower), min(high, self._end())

    def unit_tail_index(self) -> float:
        """Return the index of the severity inside, infinite where there is an upper end."""
        return self.severity.tail_index() if self.upper is None else np.inf

    def unit_atoms(self) -> tuple[FloatArray, FloatArray]:
        """Return the single losses within the range."""
        amounts, chances = self.severity.atoms()
        within = (amounts > self.lower) & (amounts <= self._end())
        return amounts[within], chances[within] / self.kept

    def unit_breaks(self) -> FloatArray:
        """Return the breaks within the range."""
        breaks = self.severity.breaks()
        return breaks[(breaks > self.lower) & (breaks <= self._end())]

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return the probability of a loss above lower and at most x, of those within."""
        return self._between(np.full_like(x, self.lower), x) / self.kept

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return the probability of a loss above x and at most upper, of those within."""
        return self._between(x, np.full_like(x, self._end())) / self.kept

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return the quantile of the severity inside at cdf(lower) + u x what is kept."""
        return self._quantile(u, 1.0 - u)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return the quantile of the severity inside at survival(upper) + v x what is kept."""
        return self._quantile(1.0 - v, v)

    def unit_expected(self) -> float:
        """Return the mean of the losses within the range."""
        return float(self.unit_limited_mean(np.asarray(self._end())))

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return lower plus the integrated survival from there to the limit."""
        inside = np.clip(limit, self.lower, self._end())
        whole = np.where(np.isposinf(inside), 0.0, inside - self.lower)
        layer = self.severity.limited_mean(inside) - self.severity.limited_mean(self.lower)
        above = layer - whole * self.severity.survival(self._end())
        return np.minimum(limit, self.lower) + np.maximum(above, 0.0) / self.kept

    def _end(self) -> float:
        return np.inf if self.upper is None else self.upper

    def _between(self, low: FloatArray, high: FloatArray) -> FloatArray:
        """Return the probability of a loss within the range above ``low`` and at most ``high``."""
        low, high = np.clip(low, self.lower, self._end()), np.clip(high, self.lower, self._end())
        below = self.severity.cdf(low)
        by_cdf = self.severity.cdf(high) - below
        by_survival = self.severity.survival(low) - self.severity.survival(high)
        return np.maximum(np.where(below < 0.5, by_cdf, by_survival), 0.0)

    def _quantile(self, u: FloatArray, v: FloatArray) -> FloatArray:
        kept = self.kept
        below = self.severity.cdf(self.lower) + u * kept
        above = self.severity.survival(self._end()) + v * kept
        low = below < 0.5
        answer = np.empty(np.shape(u))
        answer[low] = self.severity.quantile(below[low])
        answer[~low] = self.severity.quantile_of_survival(np.minimum(above[~low], 1.0))
        least, most = self.unit_support()
        answer = np.clip(answer, least, most)
        return np.where(v <= 0.0, most, np.where(u <= 0.0, least, answer))
