"""Excess of loss (超赔再保险): the reinsurers take the part of a loss between two amounts."""

from typing import Annotated, Literal

from pydantic import Field

from coinsure.spec import Money, Names, Positive, Spec

Rates = Annotated[tuple[Money, ...], Field(strict=False)]


class ExcessOfLoss(Spec):
    """Pay the part of each risk's loss above ``retention``, at most ``limit`` of it.

    All the treaty pays in a year is limited to ``limit`` x (1 + number of reinstatements), used up
    in time order. Each reinstatement is paid for at its rate of ``premium``, pro rata to the amount
    reinstated. Rows of one occurrence that hit one risk of one line are one loss.
    """

    kind: Literal["excess_of_loss"] = "excess_of_loss"
    basis: Literal["risk"] = "risk"
    """What the layer looks at: the loss of one risk."""
    lines: Names
    """Lines ("sector.line") or whole sectors that the treaty covers."""
    retention: Money
    """Part of each loss that the pool keeps."""
    limit: Positive
    """Most that the treaty pays for one loss."""
    reinstatements: Rates | Literal["unlimited"] = ()
    """Rate of the premium for each reinstatement, in order; "unlimited": free and without end."""
    premium: Money
    """Premium a year, for 100 %."""
    priority: int | None = None
    """Place in the order of treaties; default its place in the file, counted from 1."""
    source: str = ""
    """Where the terms come from, or "assumption"."""

    @property
    def annual_limit(self) -> float:
        """Most that the treaty pays in a year, infinite with unlimited reinstatements."""
        if self.reinstatements == "unlimited":
            return float("inf")
        return self.limit * (1 + len(self.reinstatements))

    @property
    def reinstatement_rates(self) -> tuple[float, ...]:
        """Rates of the reinstatements that have to be paid for."""
        return () if self.reinstatements == "unlimited" else self.reinstatements
