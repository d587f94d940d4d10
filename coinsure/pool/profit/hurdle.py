"""Hurdle and catch-up (门槛收益与追补): members earn first, then the lead catches up."""

from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from coinsure.arrays import FloatArray
from coinsure.pool.in_force import added
from coinsure.pool.profit.rule import Division, ProfitYear, divided, shared
from coinsure.spec import Fraction, Positive, Spec


class Hurdle(Spec):
    """Pay members a return on the capital behind the pool, then the lead its carried interest.

    Up to H = rate x capital_to_premium x premium a profit U belongs to the members by premium.
    Above it the lead gets ``catch_up`` of every yuan until it has ``carry`` of the whole profit,
    and ``carry`` from there on: min(catch_up (U - H), carry U). A loss lies where it falls.
    """

    kind: Literal["hurdle"] = "hurdle"
    rate: Fraction
    """Return on capital that the members earn first, a year."""
    capital_to_premium: Positive
    """Capital that backs the pool, in years of its premium."""
    carry: Fraction
    """Part of the profit that the lead gets in the end."""
    catch_up: Fraction = 1.0
    """Part of the profit above the hurdle that the lead gets until it has caught up."""

    @model_validator(mode="after")
    def _catches_up(self) -> Self:
        if self.catch_up < self.carry:
            raise ValueError(
                f"catch_up = {self.catch_up:g} below carry = {self.carry:g} never catches up"
            )
        return self

    def rows(self) -> int:
        """Remember nothing."""
        return 0

    def divide(self, year: ProfitYear, memory: FloatArray, held: FloatArray) -> Division:
        """Divide a ``year``."""
        gain = np.maximum(year.total, 0.0)
        above = np.maximum(gain - self.rate * self.capital_to_premium * added(year.premium), 0.0)
        interest = np.minimum(self.catch_up * above, self.carry * gain) * year.led
        return divided(shared(year, year.total - interest) + year.of_lead(interest), memory)
