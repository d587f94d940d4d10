"""Uniform loss sizes."""

from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Money, Positive


class Uniform(Severity):
    """Losses equally likely anywhere between ``low`` and ``high``."""

    kind: Literal["uniform"] = "uniform"

    low: Money
    """Smallest loss, in the scenario's unit (or as a fraction of the scale)."""

    high: Positive
    """Largest loss, above ``low``."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low >= self.high:
            found = f"low = {self.low:g} is not below high = {self.high:g}"
            message = f"{found}; give low < high, or kind constant"
            raise ValueError(message)
        return self

    def unit_support(self) -> tuple[float, float]:
        """Return (low, high)."""
        return self.low, self.high

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return (x - low) / (high - low) within the range."""
        return np.clip((x - self.low) / (self.high - self.low), 0.0, 1.0)

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return (high - x) / (high - low) within the range."""
        return np.clip((self.high - x) / (self.high - self.low), 0.0, 1.0)

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return low + u (high - low)."""
        return self.low + u * (self.high - self.low)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return high - v (high - low)."""
        return self.high - v * (self.high - self.low)

    def unit_expected(self) -> float:
        """Return the middle of the range."""
        return 0.5 * (self.low + self.high)

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return the mean of min(loss, limit): what lies above the limit is cut off."""
        inside = np.clip(limit, self.low, self.high)
        cut = (self.high - inside) ** 2 / (2.0 * (self.high - self.low))
        return np.where(limit < self.low, limit, self.unit_expected() - cut)
