"""Terms that may take a gain away: the mildest of each kind that does, or none."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from coinsure.incentives.deviations import Case, Deviation
from coinsure.incentives.gains import Gain, gain
from coinsure.pool.profit import Clawback, MultiYear, Sliding
from coinsure.scenario.incentives import IncentiveTerms

Kind = Literal["share", "sliding", "clawback", "multi_year"]
KINDS: tuple[Kind, ...] = ("share", "sliding", "clawback", "multi_year")

SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9)
"""Least share of the member in every sector: its retention, or the lead share."""
SLOPES = (1.0, 2.0, 4.0)
"""Slopes of a sliding scale around the mean loss ratio of the pool, between weights 0 and 2."""
COMMISSIONS = (0.1, 0.2, 0.3, 0.5)
"""Commissions of the lead, part of the profit, that are called back over three years."""
CALLED_BACK = 3
BLOCKS = (2, 3, 5)
"""Years that are settled together."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """The mildest term of a kind that leaves nothing to gain, or the last that was tried."""

    kind: Kind
    value: float
    gain: Gain  # with it
    removes: bool


def remedies(case: Case, kind: Deviation, member: int, terms: IncentiveTerms) -> tuple[Remedy, ...]:
    """Try every kind of remedy in rising strength until the gain is not above 0."""
    found: list[Remedy] = []
    for remedy in KINDS:
        tried: Remedy | None = None
        for value, changed in _candidates(case, remedy, member):
            left = gain(changed, kind, member, terms)
            tried = Remedy(remedy, value, left, (left.own.value or 0.0) <= 0.0)
            if tried.removes:
                break
        if tried is not None:
            found.append(tried)
    return tuple(found)


def _candidates(case: Case, kind: Kind, member: int) -> Iterator[tuple[float, Case]]:
    if kind == "share":
        least = float(case.plan.shares.premium[member].max())
        yield from ((share, _with_share(case, member, share)) for share in SHARES if share > least)
    elif kind == "sliding":
        pivot = float(case.net.net[:, 0].mean(axis=1).sum() / case.pool.premium[:, 0].sum())
        for slope in SLOPES:
            rule = Sliding(pivot=max(pivot, 0.01), slope=slope, lowest=0.0, highest=2.0)
            yield slope, replace(case, rule=rule)
    elif kind == "clawback":
        for rate in COMMISSIONS:
            yield rate, replace(case, rule=Clawback(rate=rate, years=CALLED_BACK))
    else:
        for years in BLOCKS:
            yield float(years), replace(case, rule=MultiYear(years=years))


def _with_share(case: Case, member: int, share: float) -> Case:
    """Give the member this share of what is placed of every sector; the others shrink alike.

    What members bring stays what it is.
    """
    shares = case.plan.shares
    sides = [_scaled(side, member, share) for side in (shares.premium, shares.liability)]
    table = replace(shares, premium=sides[0], liability=sides[1])
    plan = replace(case.plan, shares=table)
    return replace(case, plan=plan, pool=replace(case.pool, yearly=()))


def _scaled(shares: np.ndarray, member: int, share: float) -> np.ndarray:
    placed = shares.sum(axis=0)
    others = placed - shares[member]
    factor = np.divide(
        (1.0 - share) * placed, others, out=np.zeros_like(placed), where=others > 0.0
    )
    changed = shares * factor
    changed[member] = np.where(others > 0.0, share * placed, placed)
    return changed
