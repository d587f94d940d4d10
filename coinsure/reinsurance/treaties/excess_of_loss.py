"""Excess of loss (超赔再保险): the reinsurers take the part of a loss between two amounts."""

import math
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from coinsure.arrays import FloatArray
from coinsure.reinsurance.treaties.cession import Cession, Subject
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
    reinstatements: Rates = ()
    """Rate of the premium for each reinstatement, in order; 0 is a free one."""
    unlimited_reinstatements: bool = False
    """The layer is reinstated free of charge and without end: there is no annual limit."""
    premium: Money
    """Premium a year, for 100 %."""
    priority: int | None = None
    """Place in the order of treaties; default its place in the file, counted from 1."""
    source: str = ""
    """Where the terms come from, or "assumption"."""

    @model_validator(mode="after")
    def _reinstated_in_one_way(self) -> Self:
        if self.unlimited_reinstatements and self.reinstatements:
            raise ValueError("give either reinstatements or unlimited_reinstatements, not both")
        return self

    @property
    def annual_limit(self) -> float:
        """Most that the treaty pays in a year, infinite with unlimited reinstatements."""
        if self.unlimited_reinstatements:
            return math.inf
        return self.limit * (1 + len(self.reinstatements))

    def cede(self, subject: Subject) -> Cession:
        """Return what the layer pays, and its premium divided by the premium of its lines."""
        # here, because a scenario is read without the compiled kernels
        from coinsure.kernels.layers import layer_recoveries, sum_by_line  # noqa: PLC0415

        large, part = subject.large, subject.premium_part
        amount = layer_recoveries(
            large.start,
            large.line,
            large.risk,
            large.occurrence,
            large.count,
            large.amount,
            subject.position,
            self.retention,
            self.limit,
            self.annual_limit,
        )
        losses = np.zeros_like(subject.losses)
        rows = losses.reshape(len(losses), -1)
        sum_by_line(large.start, large.line, amount, subject.position, rows)
        return Cession(
            premium=self.premium * part,
            commission=np.zeros_like(part),
            losses=losses,
            amount=amount,
            reinstatement=self.reinstatement_premium(losses),
            part=part,
        )

    def reinstatement_premium(self, losses: FloatArray) -> FloatArray:
        """Return the premium (T, P) for reinstating what ``losses`` (n, T, P) have used up."""
        used = np.zeros(losses.shape[1:])
        for line in losses:
            used += line
        premium = np.zeros_like(used)
        for number, rate in enumerate(self.reinstatements):
            reinstated = np.minimum(np.maximum(used - number * self.limit, 0.0), self.limit)
            premium += rate * self.premium * (reinstated / self.limit)
        return premium
