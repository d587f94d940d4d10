"""Excess of loss (超赔再保险): the reinsurers take the part of a loss between two amounts."""

import math
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray
from coinsure.models.labels import Source
from coinsure.reinsurance.treaties.adjustment import Adjustment, premium_of
from coinsure.reinsurance.treaties.cession import Cession, Subject, over_lines
from coinsure.reinsurance.treaties.placing import Reinsurers
from coinsure.spec import Fraction, Money, Names, Positive, Ratio, Spec

Rates = Annotated[tuple[Ratio, ...], Field(strict=False)]


class ExcessOfLoss(Spec):
    """Pay the part of each loss above ``retention``, at most ``limit`` of it.

    A loss is what one occurrence costs one risk of one line (per risk, 险位超赔), or all lines
    together (per event, 事故超赔). All the treaty pays in a year is limited to ``limit`` x (1 +
    number of reinstatements), used up in time order. Each reinstatement is paid for at its rate of
    the premium, pro rata to the amount reinstated.
    """

    kind: Literal["excess_of_loss"] = "excess_of_loss"
    basis: Literal["risk", "event"] = "risk"
    """What the layer looks at: the loss of one risk, or of one occurrence over all its lines."""
    lines: Names
    """Lines ("sector.line") or whole sectors that the treaty covers."""
    retention: Money
    """Part of each loss that the pool keeps."""
    limit: Positive
    """Most that the treaty pays for one loss."""
    event_retention: Money = 0.0
    """Per risk: part that the pool keeps of what the losses of one occurrence recover together."""
    event_limit: Positive | None = None
    """Per risk: most that the losses of one occurrence recover together."""
    aggregate_deductible: Money = 0.0
    """Part that the pool keeps of what the layer would pay in a year, the first losses first."""
    aggregate_limit: Positive | None = None
    """Most that the treaty pays in a year, where that is less than the reinstatements give."""
    reinstatements: Rates = ()
    """Rate of the premium for each reinstatement, in order; 0 is a free one."""
    pro_rata_time: bool = False
    """A reinstatement costs only the part of the year that is left at the time of the loss."""
    unlimited_reinstatements: bool = False
    """The layer is reinstated free of charge and without end: there is no annual limit."""
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
    def _reinstated_in_one_way(self) -> Self:
        if self.unlimited_reinstatements and self.reinstatements:
            raise ValueError("give either reinstatements or unlimited_reinstatements, not both")
        if self.pro_rata_time and not any(self.reinstatements):
            raise ValueError("pro_rata_time would be ignored: there is no paid reinstatement")
        return self

    @model_validator(mode="after")
    def _every_term_counts(self) -> Self:
        if self.basis == "event" and (self.event_retention or self.event_limit is not None):
            raise ValueError(
                "event_retention and event_limit belong to basis risk; per event give retention "
                "and limit"
            )
        return self

    @property
    def annual_limit(self) -> float:
        """Most that the treaty pays in a year, infinite with unlimited reinstatements."""
        most = math.inf if self.aggregate_limit is None else self.aggregate_limit
        if self.unlimited_reinstatements:
            return most
        return min(self.limit * (1 + len(self.reinstatements)), most)

    @property
    def smallest_loss(self) -> float:
        """Amount below which a single loss matters only in sum."""
        return self.retention

    @property
    def varying(self) -> tuple[str, ...]:
        """Flows besides recoveries that depend on the losses."""
        return ("reinstatement",) if any(self.reinstatements) else ()

    def cede(self, subject: Subject) -> Cession:
        """Return what the layer pays, and its premium divided by the premium of its lines."""
        part = subject.premium_part
        amount = self._recoveries(subject)
        losses = subject.by_line(amount)
        premium = premium_of(self.premium, self.adjustment, subject)
        return Cession(
            premium=premium * part,
            adjustment=premium - self.premium,
            commission=np.zeros((len(premium), 1)),
            losses=losses,
            amount=amount,
            reinstatement=premium[:, None] * self._reinstated(losses, amount, subject),
            part=part,
        )

    def _recoveries(self, subject: Subject) -> FloatArray:
        # here, because a scenario is read without the compiled kernels
        from coinsure.kernels.layers import layer_recoveries

        own = (self.retention, self.limit)
        most = math.inf if self.event_limit is None else self.event_limit
        by_risk, by_event = (
            (own, (self.event_retention, most)) if self.basis == "risk" else ((0.0, math.inf), own)
        )
        return layer_recoveries(
            subject.risks.year,
            subject.large.occurrence,
            subject.risks.first,
            subject.risks.count,
            subject.large.amount,
            subject.covered,
            *by_risk,
            *by_event,
            self.aggregate_deductible,
            self.annual_limit,
        )

    def _reinstated(self, losses: FloatArray, amount: FloatArray, subject: Subject) -> FloatArray:
        """Return what reinstating costs, as a part of the premium, (T, P).

        ``losses`` (n, T, P) and ``amount`` (E,) are what has been used up.
        """
        if not any(self.reinstatements):
            return np.zeros((losses.shape[1], 1))
        if self.pro_rata_time:
            from coinsure.kernels.layers import reinstated_in_time

            rates = np.array(self.reinstatements, np.float64)
            year, time = subject.risks.year, subject.large.time
            weighted = np.zeros(losses.shape[1:])
            reinstated_in_time(year, time, amount, self.limit, rates, weighted.reshape(-1))
            return weighted / self.limit
        used = over_lines(losses)
        share = np.zeros_like(used)
        for number, rate in enumerate(self.reinstatements):
            reinstated = np.minimum(np.maximum(used - number * self.limit, 0.0), self.limit)
            share += rate * (reinstated / self.limit)
        return share
