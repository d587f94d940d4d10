"""Stop-loss (赔付率超赔再保险): the reinsurers take the part of a year's losses above an amount."""

import math
from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from coinsure.models.labels import Source
from coinsure.reinsurance.treaties.adjustment import Adjustment, premium_of
from coinsure.reinsurance.treaties.cession import Cession, Subject, over_lines
from coinsure.reinsurance.treaties.placing import Reinsurers
from coinsure.reinsurance.treaties.proportional import scale_to
from coinsure.spec import Fraction, Money, Names, Positive, Spec, require_ratio


class StopLoss(Spec):
    """Pay the part of the year's losses of ``lines`` above ``retention``, at most ``limit`` of it.

    Both are money (aggregate excess of loss), or multiples of the premium that earlier treaties
    have left of the lines (stop-loss). The recovery is shared by all losses of the year pro rata.
    """

    kind: Literal["stop_loss"] = "stop_loss"
    basis: Literal["money", "loss_ratio"] = "money"
    """Whether retention and limit are money or loss ratios."""
    lines: Names
    """Lines ("sector.line") or whole sectors that the treaty covers."""
    retention: Money
    """Losses of a year that the pool keeps."""
    limit: Positive
    """Most that the treaty pays in a year."""
    premium: Money
    """Premium a year, for 100 %; the deposit where there is an adjustment."""
    adjustment: Adjustment | None = None
    """Premium by a rate on the subject premium; fixed if left out."""
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
    def _is_no_per_cent(self) -> Self:
        if self.basis == "loss_ratio":
            require_ratio("retention", self.retention, 'basis = "money"')
        return self

    @property
    def smallest_loss(self) -> float:
        """Amount below which a single loss matters only in sum: all do."""
        return math.inf

    @property
    def varying(self) -> tuple[str, ...]:
        """Flows besides recoveries that depend on the losses."""
        return ()

    def cede(self, subject: Subject) -> Cession:
        """Return what the treaty pays for the year, and its premium divided among its lines."""
        year = over_lines(subject.losses)
        base = subject.total_premium[:, None] if self.basis == "loss_ratio" else 1.0
        paid = np.minimum(np.maximum(year - self.retention * base, 0.0), self.limit * base)
        large = np.where(subject.covered, subject.large.amount, 0.0)
        losses, amount = scale_to(paid, year, subject.losses, large, subject.risks.year)
        premium = premium_of(self.premium, self.adjustment, subject)
        return Cession(
            premium=premium * subject.premium_part,
            adjustment=premium - self.premium,
            commission=np.zeros((len(year), 1)),
            losses=losses,
            amount=amount,
            reinstatement=np.zeros((len(year), 1)),
            part=subject.premium_part,
        )
