"""Facultative cover (临时分保): one named risk by itself."""

import math
from typing import Literal

import numpy as np

from coinsure.errors import ModelRefusedError
from coinsure.models.labels import Source
from coinsure.reinsurance.treaties.adjustment import Adjustment, premium_of
from coinsure.reinsurance.treaties.cession import Cession, Subject
from coinsure.reinsurance.treaties.placing import Reinsurers
from coinsure.spec import Fraction, Money, Names, Positive, Spec


class Facultative(Spec):
    """Pay the part of each loss of one ``site`` above ``retention``, at most ``limit`` of it.

    With a retention of 0, no limit and ``placed`` below 1 it is a quota share of the site.
    """

    kind: Literal["facultative"] = "facultative"
    lines: Names
    """Lines ("sector.line") that the site belongs to; a site of several lines is one risk each."""
    site: str
    """Name of the site."""
    retention: Money = 0.0
    """Part of each loss that the pool keeps."""
    limit: Positive | None = None
    """Most that is paid for one loss; there is no such limit if left out."""
    aggregate_limit: Positive | None = None
    """Most that is paid in a year; there is no such limit if left out."""
    premium: Money
    """Premium a year, for 100 %; the deposit where there is an adjustment."""
    adjustment: Adjustment | None = None
    """Premium by a rate on the subject premium; fixed if left out."""
    commission: Fraction = 0.0
    """Part of the premium that the reinsurers give back for the cost of the business."""
    brokerage: Fraction = 0.0
    """Part of the premium that the reinsurers pay to the broker."""
    placed: Fraction = 1.0
    """Part of the cover that reinsurers have taken; limits and premium are for 100 %."""
    reinsurers: Reinsurers | None = None
    """Their parts of what is placed, by name; somebody who always pays if left out."""
    priority: int | None = None
    """Place in the order of treaties; default its place in the file, counted from 1."""
    source: Source | None = None
    """Where the terms come from, or "assumption"."""

    @property
    def smallest_loss(self) -> float:
        """Amount below which a single loss matters only in sum."""
        return self.retention

    @property
    def varying(self) -> tuple[str, ...]:
        """Flows besides recoveries that depend on the losses."""
        return ()

    def cede(self, subject: Subject) -> Cession:
        """Return what is paid for the site, and its premium divided among its lines."""
        # here, because a scenario is read without the compiled kernels
        from coinsure.kernels.layers import layer_recoveries, of_risks

        wanted = np.zeros(len(subject.risks.name), np.bool_)
        wanted[self._numbers(subject)] = True
        amount = layer_recoveries(
            subject.risks.year,
            subject.large.occurrence,
            subject.risks.first,
            subject.risks.count,
            subject.large.amount,
            of_risks(subject.risks.number, wanted, subject.covered),
            self.retention,
            math.inf if self.limit is None else self.limit,
            0.0,
            math.inf,
            0.0,
            math.inf if self.aggregate_limit is None else self.aggregate_limit,
        )
        losses = subject.by_line(amount)
        premium = premium_of(self.premium, self.adjustment, subject)
        return Cession(
            premium=premium * subject.premium_part,
            adjustment=premium - self.premium,
            commission=self.commission * premium[:, None],
            losses=losses,
            amount=amount,
            reinstatement=np.zeros((len(premium), 1)),
            part=subject.premium_part,
        )

    def _numbers(self, subject: Subject) -> list[int]:
        """Return the numbers of the site in its lines; refuse a line that lacks it."""
        risks = subject.risks
        found = [g for g, name in enumerate(risks.name) if name == self.site]
        for number, line in enumerate(subject.lines):
            if not any(
                subject.position[risks.line[g]] == number or risks.line[g] < 0 for g in found
            ):
                raise ModelRefusedError(f"facultative: {line} has no site {self.site}")
        return found
