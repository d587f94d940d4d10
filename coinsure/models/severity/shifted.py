"""Losses moved up by a fixed amount."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive

if TYPE_CHECKING:
    from coinsure.models.severity import SeveritySpec


class Shifted(Severity):
    """A loss of another severity plus a fixed amount: the cost of every claim, however small."""

    kind: Literal["shifted"] = "shifted"

    severity: "SeveritySpec"
    """What the amount is added to."""

    by: Positive
    """Amount added to every loss, in the scenario's unit (or as a fraction of the scale)."""

    def inside(self) -> tuple[Severity, ...]:
        """Return the severity inside."""
        return (self.severity,)

    def unit_support(self) -> tuple[float, float]:
        """Return the support of the severity inside, moved."""
        low, high = self.severity.support()
        return low + self.by, high + self.by

    def unit_tail_index(self) -> float:
        """Return the index of the severity inside."""
        return self.severity.tail_index()

    def unit_atoms(self) -> tuple[FloatArray, FloatArray]:
        """Return the single losses of the severity inside, moved."""
        amounts, chances = self.severity.atoms()
        return amounts + self.by, chances

    def unit_breaks(self) -> FloatArray:
        """Return the breaks of the severity inside, moved."""
        return self.severity.breaks() + self.by

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return the probability that the severity inside is at most x - by."""
        return np.where(x < self.by, 0.0, self.severity.cdf(np.maximum(x - self.by, 0.0)))

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return the probability that the severity inside is above x - by."""
        return np.where(x < self.by, 1.0, self.severity.survival(np.maximum(x - self.by, 0.0)))

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return the quantile of the severity inside, moved."""
        return self.severity.quantile(u) + self.by

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return the quantile of the severity inside, moved."""
        return self.severity.quantile_of_survival(v) + self.by

    def unit_expected(self) -> float:
        """Return the mean of the severity inside plus the amount."""
        return self.severity.expected() + self.by

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return the amount plus the mean of what is above it, within the limit."""
        beyond = self.severity.limited_mean(np.maximum(limit - self.by, 0.0))
        return np.minimum(limit, self.by) + beyond
