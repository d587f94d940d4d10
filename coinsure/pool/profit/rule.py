"""What every profit rule can do."""

from typing import Protocol

from coinsure.arrays import FloatArray


class ProfitRule(Protocol):
    """A rule that divides the pool's common money among its members."""

    def divide(self, amount: FloatArray, shares: FloatArray) -> FloatArray:
        """Divide ``amount`` (P,) among members by ``shares`` (M, P); the parts (M, P) add up."""
        ...
