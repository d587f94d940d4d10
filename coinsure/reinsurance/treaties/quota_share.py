"""Quota share (成数再保险): the reinsurers take a fixed part of every premium and of every loss."""

from typing import Literal, Self

from pydantic import model_validator

from coinsure.models.labels import Source
from coinsure.reinsurance.treaties.cession import Cession, Subject
from coinsure.reinsurance.treaties.commission import Corridor, ProfitCommission, SlidingScale
from coinsure.reinsurance.treaties.placing import Reinsurers
from coinsure.reinsurance.treaties.proportional import (
    cede_in_proportion,
    smallest_limited_loss,
    varying_commission,
)
from coinsure.spec import Fraction, Names, Positive, PositiveRatio, Spec


class QuotaShare(Spec):
    """Cede ``share`` of the premium and of the losses of ``lines`` and earn a commission on it.

    The premium ceded is ``share`` of what earlier treaties have left of the lines' premium, the
    losses ceded ``share`` of what they have left of the losses. Of these, limits per risk and per
    occurrence come first, then the corridor, then the limits of the year.
    """

    kind: Literal["quota_share"] = "quota_share"
    lines: Names
    """Lines ("sector.line") or whole sectors that the treaty covers."""
    share: Fraction
    """Part ceded of premium and losses."""
    commission: Fraction = 0.0
    """Part of the ceded premium that the reinsurers give back for the cost of the business."""
    sliding_commission: SlidingScale | None = None
    """Commission by the loss ratio in place of a fixed one, at least two steps."""
    profit_commission: ProfitCommission | None = None
    """Part of the reinsurers' profit that comes back besides."""
    risk_limit: Positive | None = None
    """Most that the treaty pays for the loss of one risk in one occurrence."""
    event_limit: Positive | None = None
    """Most that the treaty pays for all losses of one occurrence."""
    corridor: Corridor | None = None
    """Loss corridor: losses of a year that come back to the pool."""
    loss_ratio_limit: PositiveRatio | None = None
    """Most that the treaty pays in a year, as a multiple of the ceded premium."""
    annual_limit: Positive | None = None
    """Most that the treaty pays in a year."""
    brokerage: Fraction = 0.0
    """Part of the premium that the reinsurers pay to the broker."""
    placed: Fraction = 1.0
    """Part of the treaty that reinsurers have taken; limits and premium are for 100 %."""
    reinsurers: Reinsurers | None = None
    """Their parts of what is placed, by name; somebody who always pays if left out."""
    priority: int | None = None
    """Place in the order of treaties; default its place in the file, counted from 1."""
    source: Source | None = None
    """Where the terms come from, or "assumption"."""

    @model_validator(mode="after")
    def _one_commission(self) -> Self:
        if self.sliding_commission is not None and self.commission > 0.0:
            raise ValueError("give either commission or sliding_commission, not both")
        return self

    @property
    def smallest_loss(self) -> float:
        """Amount below which a single loss matters only in sum."""
        return smallest_limited_loss(self, self.share)

    @property
    def varying(self) -> tuple[str, ...]:
        """Flows besides recoveries that depend on the losses."""
        return varying_commission(self)

    def cede(self, subject: Subject) -> Cession:
        """Return what the treaty takes of premium and losses."""
        # here, because a scenario is read without the compiled kernels
        from coinsure.kernels.layers import part_of_losses

        return cede_in_proportion(
            self,
            subject,
            premium=self.share * subject.premium,
            losses=self.share * subject.losses,
            amount=part_of_losses(self.share, subject.large.amount, subject.covered),
        )
