"""Multi-year settlement (多年期结算): profits are held until a block of years is closed."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from coinsure.arrays import FloatArray
from coinsure.pool.profit.rule import NOTHING, Division, ProfitYear
from coinsure.spec import Spec


class MultiYear(Spec):
    """Hold profits in a common account, meet losses from it, and divide it every ``years`` years.

    What the account cannot meet of a loss lies where it falls: what it pays is divided by premium.
    It is divided by the premium of the year in which it is closed, among those who stand then; the
    end of the horizon closes it too.
    """

    kind: Literal["multi_year"] = "multi_year"
    years: Annotated[int, Field(ge=2, le=100)]
    """Years that are settled together."""

    def rows(self) -> int:
        """Remember nothing: the account is the memory."""
        return 0

    def divide(self, year: ProfitYear, memory: FloatArray, held: FloatArray) -> Division:
        """Divide a ``year``."""
        total = year.total
        paid = np.minimum(held, np.maximum(-total, 0.0))
        parts = np.where(year.clear_profit > 0.0, 0.0, year.own + year.by_premium(paid))
        balance = held + np.maximum(total, 0.0) - paid
        if year.last or year.number % self.years == 0:
            left = balance * (1.0 - year.anybody)
            return Division(parts + year.by_premium(balance - left), memory, left, NOTHING)
        return Division(parts, memory, balance, NOTHING)
