"""Commission that depends on the result: sliding with the loss ratio, or a part of the profit."""

from itertools import pairwise
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import AfterValidator, Field, model_validator

from coinsure.arrays import FloatArray
from coinsure.models.deficits import after_deficits
from coinsure.spec import Fraction, Positive, Ratio, Spec


class CommissionStep(Spec):
    """Commission at one loss ratio."""

    loss_ratio: Ratio
    """Ceded losses over ceded premium of a year."""
    commission: Fraction
    """Commission at this loss ratio, part of the ceded premium."""


def _falling(steps: tuple[CommissionStep, ...]) -> tuple[CommissionStep, ...]:
    if len(steps) < 2:
        raise ValueError("a scale has at least two steps; for one, give commission")
    for low, high in pairwise(steps):
        if high.loss_ratio <= low.loss_ratio or high.commission > low.commission:
            raise ValueError("loss ratios must rise from step to step, and commissions not rise")
    return steps


SlidingScale = Annotated[
    tuple[CommissionStep, ...],
    Field(strict=False, json_schema_extra={"minItems": 2}),
    AfterValidator(_falling),
]
"""Steps between which the commission slides in a straight line; beyond them it stays the same."""


class ProfitCommission(Spec):
    """Give back ``rate`` of the reinsurers' profit of a year.

    The profit is ceded premium - commission - ceded losses - expenses. A loss is made good from
    later profits before any is divided, as far as ``carry_forward`` says.
    """

    rate: Fraction
    """Part of the profit that the pool gets."""
    expenses: Fraction = 0.0
    """What the reinsurers keep for their expenses first, part of the ceded premium."""
    carry_forward: Literal["none", "years", "extinction", "block"] = "none"
    """A loss is forgotten; counts for so many years; until made good; years settled together."""
    years: Annotated[int, Field(ge=1)] | None = None
    """Years that a loss is carried forward, or of a block."""

    @model_validator(mode="after")
    def _years_where_they_count(self) -> Self:
        if (self.years is not None) != (self.carry_forward in ("years", "block")):
            raise ValueError('give years with carry_forward = "years" or "block", and only there')
        return self


class Corridor(Spec):
    """A range of loss ratios in which the pool keeps a ``share`` of the losses that it ceded."""

    low: Ratio
    """Ceded losses over ceded premium where the corridor begins."""
    high: Positive
    """Ceded losses over ceded premium where it ends."""
    share: Fraction = 1.0
    """Part of the losses in the corridor that the pool keeps."""

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.high <= self.low:
            raise ValueError(f"high = {self.high:g} must be above low = {self.low:g}")
        return self


def sliding_commission(steps: SlidingScale, ratio: FloatArray) -> FloatArray:
    """Return the commission at each loss ``ratio``, a part of the ceded premium."""
    commission = np.full_like(ratio, steps[0].commission)
    for low, high in pairwise(steps):
        way = (ratio - low.loss_ratio) / (high.loss_ratio - low.loss_ratio)
        way = np.minimum(np.maximum(way, 0.0), 1.0)
        commission += (high.commission - low.commission) * way
    return commission


def profit_commission(terms: ProfitCommission, profit: FloatArray) -> FloatArray:
    """Return the profit commission on a ``profit`` (T, P), losses carried forward, (T, P)."""
    years = len(profit)
    if terms.carry_forward == "block":
        return terms.rate * _of_blocks(profit, terms.years or years)
    carried = {"none": 0, "years": terms.years or 0, "extinction": years}
    return terms.rate * _after_deficits(profit, carried[terms.carry_forward])


def _of_blocks(profit: FloatArray, length: int) -> FloatArray:
    """Return the profit of whole blocks in their last year; the horizon ends the last block."""
    divided = np.zeros_like(profit)
    account = np.zeros_like(profit[0])
    for year, result in enumerate(profit, 1):
        account = account + result
        if year % length == 0 or year == len(profit):
            divided[year - 1] = np.maximum(account, 0.0)
            account = np.zeros_like(account)
    return divided


def _after_deficits(profit: FloatArray, years: int) -> FloatArray:
    """Return what is left of each profit after the losses of the ``years`` before, oldest first."""
    divided = np.empty_like(profit)
    deficits = np.zeros((years, *profit[0].shape))
    for year, result in enumerate(profit):
        divided[year], deficits = after_deficits(result, deficits)
    return divided
