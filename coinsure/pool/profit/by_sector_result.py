"""Profit by sector (按领域结果分配): everybody keeps what its own shares of each sector earn."""

from typing import Literal

from coinsure.arrays import FloatArray
from coinsure.pool.profit.rule import Division, ProfitYear, divided
from coinsure.spec import Spec


class BySectorResult(Spec):
    """Divide the result of each sector, profit or loss, by the shares in it."""

    kind: Literal["by_sector_result"] = "by_sector_result"

    def rows(self) -> int:
        """Remember nothing."""
        return 0

    def divide(self, year: ProfitYear, memory: FloatArray, held: FloatArray) -> Division:
        """Divide a ``year``."""
        return divided(year.own, memory)
