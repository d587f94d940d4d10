"""A compensation fund (风险补偿资金池) behind a public layer: when it is empty, nothing is paid."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from coinsure.spec import Fraction, Money, Spec


class CompensationFund(Spec):
    """Money that the treasury has set aside for a layer; what the fund lacks is not paid.

    A year brings interest on the balance at its start and the contribution, then claims.
    """

    opening: Money = 0.0
    """Balance before year 1."""
    contribution: Money = 0.0
    """Paid in by the treasury at the start of every year, as far as the layer lasts."""
    interest: Annotated[Fraction, Field(le=0.2)] = 0.0
    """Return a year on the balance at its start."""

    @model_validator(mode="after")
    def _has_money(self) -> Self:
        if self.opening == 0.0 and self.contribution == 0.0:
            raise ValueError("the fund never has money: give opening or contribution")
        return self
