"""Profit commission for the lead (首席纯益手续费), deficits carried forward."""

from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray
from coinsure.models.deficits import after_deficits
from coinsure.pool.in_force import added
from coinsure.pool.profit.rule import Division, ProfitYear, divided, shared
from coinsure.spec import Fraction, Spec


class ProfitCommissionRule(Spec):
    """Give the lead a part of what the pool earns above an allowance, deficits made good first.

    With profit U after the reserve, premium P and deficit D brought forward the commission is
    rate x max(0, U - allowance x P - D). What is left is divided by premium; where the commission
    is more than a year's profit, which a block may lead to, members pay it by premium.
    """

    kind: Literal["profit_commission"] = "profit_commission"
    rate: Fraction
    """Part of the profit above the allowance that the lead insurer gets."""
    allowance: Fraction = 0.0
    """Profit that the members keep first, part of the premium."""
    carry_forward: Literal["none", "years", "extinction", "block"] = "none"
    """A deficit is forgotten; counts for so many years; until made good; years settled together."""
    years: Annotated[int, Field(ge=1, le=100)] | None = None
    """Years that a deficit is carried forward, or of a block."""

    @model_validator(mode="after")
    def _years_where_they_count(self) -> Self:
        if (self.years is not None) != (self.carry_forward in ("years", "block")):
            raise ValueError('give years with carry_forward = "years" or "block", and only there')
        return self

    def rows(self) -> int:
        """Remember deficits by year, or one sum."""
        return {"none": 0, "years": self.years or 0, "extinction": 1, "block": 1}[
            self.carry_forward
        ]

    def divide(self, year: ProfitYear, memory: FloatArray, held: FloatArray) -> Division:
        """Divide a ``year``."""
        earned = year.total - self.allowance * added(year.premium)
        base, memory = self._base(year, earned, memory)
        commission = self.rate * base * year.led
        parts = shared(year, year.total) - year.by_premium(commission)
        return divided(parts + year.of_lead(commission), memory)

    def _base(
        self, year: ProfitYear, earned: FloatArray, memory: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return the profit that earns a commission (P,), and the memory after it."""
        if self.carry_forward in ("none", "years"):
            return after_deficits(earned, memory)
        account = memory[0] + earned
        if self.carry_forward == "extinction":
            return np.maximum(account, 0.0), np.minimum(account, 0.0)[None]
        if year.last or year.number % (self.years or 1) == 0:
            return np.maximum(account, 0.0), np.zeros_like(account)[None]
        return np.zeros_like(account), account[None]
