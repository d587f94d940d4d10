"""Clawback (业绩报酬回拨): the lead's commission of good years is paid back in bad ones."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from coinsure.arrays import FloatArray
from coinsure.pool.in_force import added
from coinsure.pool.profit.rule import Division, ProfitYear, divided, shared
from coinsure.spec import Fraction, Spec


class Clawback(Spec):
    """Pay the lead a part of each profit, and take it back where the years together are a loss.

    The window is the year and the ``years`` before it. Where their results add up to a loss, the
    lead returns of the commissions of the window, the newest first, what the loss comes to above
    what it has returned in the window already, to the members by premium. A lead that has left
    keeps what it got.
    """

    kind: Literal["clawback"] = "clawback"
    rate: Fraction
    """Part of the profit that the lead insurer gets before it is divided."""
    years: Annotated[int, Field(ge=1, le=100)]
    """Years for which a commission may be called back."""

    def rows(self) -> int:
        """Remember commissions, results and returns of the years before, oldest first."""
        return 3 * self.years

    def divide(self, year: ProfitYear, memory: FloatArray, held: FloatArray) -> Division:
        """Divide a ``year``."""
        commission = self.rate * np.maximum(year.total, 0.0) * year.led
        width = np.broadcast_shapes(commission.shape, memory.shape[1:])
        memory = np.broadcast_to(memory, (self.rows(), *width))
        window = [*memory[: self.years], np.broadcast_to(commission, width)]
        results, returns = memory[self.years : -self.years], memory[-self.years :]
        loss = np.maximum(-(added(results) + year.total), 0.0)
        owed = np.maximum(loss - added(returns), 0.0) * year.led
        returned = np.zeros(width)
        for place in range(self.years, -1, -1):
            back = np.minimum(window[place], owed - returned)
            window[place] = window[place] - back
            returned = returned + back
        parts = shared(year, year.total - commission) + year.of_lead(commission - returned)
        kept = np.empty((self.rows(), *width))
        kept[: self.years] = window[1:]
        kept[self.years : -self.years - 1], kept[-self.years - 1] = results[1:], year.total
        kept[-self.years : -1], kept[-1] = returns[1:], returned
        return divided(parts + year.by_premium(returned), kept)
