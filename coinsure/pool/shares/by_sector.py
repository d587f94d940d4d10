"""Computed shares of every sector from the weight of each member in it."""

from collections.abc import Callable, Mapping

import numpy as np

from coinsure.pool.member import Member
from coinsure.pool.shares.spread import spread
from coinsure.tables.shares import ShareTable

Measure = Callable[[Member, str], float]
"""A figure of a member in a sector."""


def appetite(member: Member, sector: str) -> float:
    """Return the largest share of ``sector`` that ``member`` will take."""
    return member.appetite_for(sector)


def divide_by_weight(
    members: Mapping[str, Member],
    sectors: tuple[str, ...],
    weight: Measure,
    cap: Measure = appetite,
) -> ShareTable:
    """Divide each sector pro rata to ``weight``, nobody above ``cap``; premium follows."""
    shares = np.zeros((len(members), len(sectors)))
    for s, sector in enumerate(sectors):
        shares[:, s] = spread(
            [weight(member, sector) for member in members.values()],
            [cap(member, sector) for member in members.values()],
        )
    return ShareTable(tuple(members), sectors, shares, shares)
