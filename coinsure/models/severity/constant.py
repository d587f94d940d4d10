"""A loss of known size."""

from typing import Literal

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.models.severity.severity import Severity
from coinsure.spec import Positive


class Constant(Severity):
    """Every loss is ``value``."""

    kind: Literal["constant"] = "constant"

    value: Positive
    """The loss, in the scenario's unit (or as a fraction of the scale)."""

    def unit_support(self) -> tuple[float, float]:
        """Return (value, value)."""
        return self.value, self.value

    def unit_cdf(self, x: FloatArray) -> FloatArray:
        """Return 0 below the value and 1 from it on."""
        return np.where(x >= self.value, 1.0, 0.0)

    def unit_survival(self, x: FloatArray) -> FloatArray:
        """Return 1 below the value and 0 from it on."""
        return np.where(x >= self.value, 0.0, 1.0)

    def unit_quantile(self, u: FloatArray) -> FloatArray:
        """Return the value for every probability."""
        return np.full_like(u, self.value)

    def unit_quantile_of_survival(self, v: FloatArray) -> FloatArray:
        """Return the value for every probability."""
        return np.full_like(v, self.value)

    def unit_expected(self) -> float:
        """Return the value."""
        return self.value

    def unit_limited_mean(self, limit: FloatArray) -> FloatArray:
        """Return the lower of value and limit."""
        return np.minimum(limit, self.value)
