"""Quota share (成数再保险): the reinsurers take a fixed part of every premium and of every loss."""

import math
from typing import Literal

import numpy as np

from coinsure.reinsurance.treaties.cession import Cession, Subject
from coinsure.spec import Fraction, Names, Spec


class QuotaShare(Spec):
    """Cede ``share`` of the premium and of the losses of ``lines`` and earn a commission on it.

    The premium ceded is ``share`` of what earlier treaties have left of the lines' premium, the
    losses ceded ``share`` of what they have left of the losses.
    """

    kind: Literal["quota_share"] = "quota_share"
    lines: Names
    """Lines ("sector.line") or whole sectors that the treaty covers."""
    share: Fraction
    """Part ceded of premium and losses."""
    commission: Fraction = 0.0
    """Part of the ceded premium that the reinsurers give back for the cost of the business."""
    brokerage: Fraction = 0.0
    """Part of the premium that the reinsurers pay to the broker."""
    placed: Fraction = 1.0
    """Part of the treaty that reinsurers have taken; limits and premium are for 100 %."""
    priority: int | None = None
    """Place in the order of treaties; default its place in the file, counted from 1."""
    source: str = ""
    """Where the terms come from, or "assumption"."""

    @property
    def smallest_loss(self) -> float:
        """Amount below which a single loss matters only in sum."""
        return math.inf

    def cede(self, subject: Subject) -> Cession:
        """Return what the treaty takes of premium and losses."""
        premium = self.share * subject.premium
        shape = subject.losses.shape[1:]
        total = self.share * subject.total_premium
        return Cession(
            premium=premium,
            adjustment=np.zeros(shape[0]),
            commission=np.broadcast_to(self.commission * total[:, None], shape),
            losses=self.share * subject.losses,
            amount=np.where(subject.covered, self.share * subject.large.amount, 0.0),
            reinstatement=np.zeros(shape),
            part=subject.premium_part,
        )
