"""Profit pro rata (按份额分配): a profit is divided by premium, a loss lies where it falls."""

from typing import Literal

from coinsure.arrays import FloatArray
from coinsure.pool.profit.rule import Division, ProfitYear, divided, shared
from coinsure.spec import Spec


class ProRata(Spec):
    """Divide a profit of the pool by the premium of the members (盈利共享).

    In a year of loss each member bears the result of its own shares (风险共担). Where every member
    has one share for all sectors this leaves everybody its own result.
    """

    kind: Literal["pro_rata"] = "pro_rata"

    def rows(self) -> int:
        """Remember nothing."""
        return 0

    def divide(self, year: ProfitYear, memory: FloatArray, held: FloatArray) -> Division:
        """Divide a ``year``."""
        return divided(shared(year, year.total), memory)
