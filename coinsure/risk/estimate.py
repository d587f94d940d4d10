"""A figure that comes from sampling, with its error; or the reason why there is none."""

import math
from dataclasses import dataclass
from typing import Self

NORMAL_975 = 1.959963984540054
"""97.5 % quantile of the standard normal: half-width of a 95 % interval in standard errors."""

MINIMUM_BEYOND = 20
"""A tail figure rests on at least this many rows beyond its level, or is refused."""

RULE_OF_THREE = 3.0
"""With n trials and no hit, 3/n is an upper 95 % bound of the probability."""

LEAST_PATHS = 2
"""Paths from which a standard error can be estimated; of a single one nothing says how sure it is.
"""

ONE_PATH = (
    "a single path has no standard error, so nothing says how sure any figure is",
    f"simulate {LEAST_PATHS} paths or more; capital at the 99.5 % level takes about 10,000",
)
"""Why a run of fewer is refused, and what would do."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """``value`` with standard error and 95 % interval; all None with a ``reason`` if refused."""

    value: float | None
    se: float | None
    low: float | None
    high: float | None
    reason: str = ""

    @classmethod
    def normal(cls, value: float, se: float) -> Self:
        """Return an estimate whose interval is value +- 1.96 se."""
        if not (math.isfinite(value) and se >= 0.0):
            raise ValueError(f"not an estimate: {value} with standard error {se}")
        return cls(value, se, value - NORMAL_975 * se, value + NORMAL_975 * se)

    @classmethod
    def probability(cls, value: float, se: float) -> Self:
        """Return a probability between 0 and 1 with Wilson's interval.

        For as many independent trials as give the standard error, which has to be above 0.
        """
        trials = value * (1.0 - value) / se**2
        z = NORMAL_975**2 / trials
        middle = (value + 0.5 * z) / (1.0 + z)
        half = math.sqrt(z * value * (1.0 - value) + 0.25 * z * z) / (1.0 + z)
        return cls(value, se, max(middle - half, 0.0), min(middle + half, 1.0))

    @classmethod
    def exact(cls, value: float) -> Self:
        """Return a figure that is known without sampling."""
        return cls(value, 0.0, value, value)

    @classmethod
    def refused(cls, reason: str) -> Self:
        """Return no figure, and why."""
        return cls(None, None, None, None, reason)

    @property
    def known(self) -> bool:
        """Whether there is a figure."""
        return self.value is not None

    def joined(self, other: "Estimate") -> "Estimate":
        """Return the sum of two figures; its standard error is at most the sum of theirs."""
        if self.value is None or self.se is None:
            return self
        if other.value is None or other.se is None:
            return other
        return Estimate.normal(self.value + other.value, self.se + other.se)

    def over(self, other: "Estimate") -> "Estimate":
        """Return the ratio to another figure; its relative error is at most the sum of theirs."""
        if self.value is None or self.se is None:
            return self
        if other.value is None or other.se is None:
            return other
        if other.value == 0.0:
            return Estimate.refused("the denominator is 0")
        ratio = self.value / other.value
        return Estimate.normal(ratio, (self.se + abs(ratio) * other.se) / abs(other.value))

    def times(self, factor: float) -> "Estimate":
        """Return the figure in another unit, or its share: everything times ``factor``."""
        if self.value is None or self.se is None or self.low is None or self.high is None:
            return self
        ends = sorted((self.low * factor, self.high * factor))
        return Estimate(self.value * factor, self.se * abs(factor), ends[0], ends[1])

    def plus(self, amount: float) -> "Estimate":
        """Return the figure moved by a number without error."""
        if self.value is None or self.low is None or self.high is None:
            return self
        return Estimate(self.value + amount, self.se, self.low + amount, self.high + amount)
