"""What quota share and surplus have in common once it is known which part of a loss is ceded."""

import math
from typing import Protocol

import numpy as np

from coinsure.arrays import FloatArray, Int32Array
from coinsure.reinsurance.treaties.cession import Cession, Subject, over_lines, parts_of
from coinsure.reinsurance.treaties.commission import (
    Corridor,
    ProfitCommission,
    SlidingScale,
    profit_commission,
    sliding_commission,
)


class Proportional(Protocol):
    """Terms of a proportional treaty, all for 100 % of it."""

    @property
    def risk_limit(self) -> float | None:
        """Most that one risk recovers from one occurrence."""
        ...

    @property
    def event_limit(self) -> float | None:
        """Most that one occurrence recovers."""
        ...

    @property
    def corridor(self) -> Corridor | None:
        """Range of loss ratios in which losses come back to the pool."""
        ...

    @property
    def annual_limit(self) -> float | None:
        """Most that is recovered in a year."""
        ...

    @property
    def loss_ratio_limit(self) -> float | None:
        """Most that is recovered in a year, over ceded premium."""
        ...

    @property
    def commission(self) -> float:
        """Fixed commission, part of ceded premium."""
        ...

    @property
    def sliding_commission(self) -> SlidingScale | None:
        """Commission that depends on the loss ratio."""
        ...

    @property
    def profit_commission(self) -> ProfitCommission | None:
        """Part of the reinsurers' profit."""
        ...


def cede_in_proportion(
    terms: Proportional,
    subject: Subject,
    premium: FloatArray,
    losses: FloatArray,
    amount: FloatArray,
) -> Cession:
    """Return what is ceded of ``premium`` (n, T), ``losses`` (n, T, P) and ``amount`` (E,).

    Limits per risk and per occurrence come first, then the corridor, then the limits of the year;
    what the terms of a year take off is shared by all losses of the year pro rata.
    """
    if terms.risk_limit is not None or terms.event_limit is not None:
        limited = _limited(terms, subject, amount)
        losses = np.maximum(losses - subject.by_line(amount - limited), 0.0)
        amount = limited
    total = over_lines(premium)[:, None]
    ceded = over_lines(losses)
    paid = _of_year(terms, ceded, total)
    if paid is not ceded:
        losses, amount = scale_to(paid, ceded, losses, amount, subject.risks.year)
    return Cession(
        premium=premium,
        adjustment=np.zeros(len(total)),
        commission=_commission(terms, total, paid),
        losses=losses,
        amount=amount,
        reinstatement=np.zeros_like(total),
        part=parts_of(premium),
    )


def varying_commission(terms: Proportional) -> tuple[str, ...]:
    """Return the name of the commission where it depends on the losses."""
    by_result = terms.sliding_commission is not None or terms.profit_commission is not None
    return ("commission",) if by_result else ()


def smallest_limited_loss(terms: Proportional, share: float) -> float:
    """Return the smallest loss that a limit per risk or occurrence can touch at a ``share``."""
    limits = (math.inf if most is None else most for most in (terms.risk_limit, terms.event_limit))
    return min(limits) / share if share > 0.0 else math.inf


def scale_to(
    paid: FloatArray,
    before: FloatArray,
    losses: FloatArray,
    amount: FloatArray,
    year: Int32Array,
) -> tuple[FloatArray, FloatArray]:
    """Return ``losses`` (n, T, P) and ``amount`` (E,) times ``paid`` over ``before`` (T, P).

    ``year`` (E,) is the path-year of each large loss.
    """
    # here, because a scenario is read without the compiled kernels
    from coinsure.kernels.layers import times_of_year

    factor = np.divide(paid, before, out=np.zeros_like(paid), where=before > 0.0)
    return losses * factor, times_of_year(year, amount, factor.ravel())


def _limited(terms: Proportional, subject: Subject, amount: FloatArray) -> FloatArray:
    # here, because a scenario is read without the compiled kernels
    from coinsure.kernels.layers import layer_recoveries

    none = math.inf
    return layer_recoveries(
        subject.risks.year,
        subject.large.occurrence,
        subject.risks.first,
        subject.risks.count,
        amount,
        subject.covered,
        0.0,
        none if terms.risk_limit is None else terms.risk_limit,
        0.0,
        none if terms.event_limit is None else terms.event_limit,
        0.0,
        none,
    )


def _of_year(terms: Proportional, ceded: FloatArray, premium: FloatArray) -> FloatArray:
    """Return what the terms of a year leave of ``ceded`` (T, P) losses."""
    paid, corridor = ceded, terms.corridor
    if corridor is not None:
        width = (corridor.high - corridor.low) * premium
        inside = np.minimum(np.maximum(ceded - corridor.low * premium, 0.0), width)
        paid = ceded - corridor.share * inside
    if terms.loss_ratio_limit is not None:
        paid = np.minimum(paid, terms.loss_ratio_limit * premium)
    if terms.annual_limit is not None:
        paid = np.minimum(paid, terms.annual_limit)
    return paid


def _commission(terms: Proportional, premium: FloatArray, paid: FloatArray) -> FloatArray:
    """Return the commission (T, P) on a ``premium`` (T, 1) with ``paid`` losses (T, P)."""
    if terms.sliding_commission is None and terms.profit_commission is None:
        return terms.commission * premium
    ratio = np.divide(paid, premium, out=np.zeros_like(paid), where=premium > 0.0)
    rate = np.full_like(ratio, terms.commission)
    if terms.sliding_commission is not None:
        rate = sliding_commission(terms.sliding_commission, ratio)
    if terms.profit_commission is None:
        return rate * premium
    profit = (1.0 - rate - terms.profit_commission.expenses) * premium - paid
    return rate * premium + profit_commission(terms.profit_commission, profit)
