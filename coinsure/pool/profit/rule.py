"""What every profit rule can do."""

from typing import Protocol

from coinsure.arrays import FloatArray


class ProfitRule(Protocol):
    """A rule that divides the pool's common money among its members."""

    def divide(self, amount: FloatArray, shares: list[FloatArray]) -> list[FloatArray]:
        """Divide ``amount`` (P,) among members whose ``shares`` are (P,) each; the parts add up."""
        ...
