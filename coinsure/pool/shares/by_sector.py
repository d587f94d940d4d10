"""Computed shares of every sector from the weight of each member in it."""

from collections.abc import Callable, Mapping, Sequence

from coinsure.pool.member import Member
from coinsure.pool.shares.spread import spread
from coinsure.tables.shares import ShareTable

Measure = Callable[[Member, str], float]
"""A figure of a member in a sector."""


def appetite(member: Member, sector: str) -> float:
    """Return the largest share of ``sector`` that ``member`` will take."""
    return member.appetite_for(sector)


def weight_of(kind: str) -> Measure:
    """Return the weight by which a simple rule divides: equal, by_capital or by_capacity."""
    return _SIMPLE[kind]


def divide_by_weight(
    members: Mapping[str, Member],
    sectors: tuple[str, ...],
    weight: Measure,
    cap: Measure = appetite,
) -> ShareTable:
    """Divide each sector pro rata to ``weight``, nobody above ``cap``; premium follows."""
    columns = [
        spread(
            [weight(member, sector) for member in members.values()],
            [cap(member, sector) for member in members.values()],
        )
        for sector in sectors
    ]
    return ShareTable.of(members, sectors, list(zip(*columns, strict=True)))


def shares_by_weight(
    members: Mapping[str, Member],
    sectors: tuple[str, ...],
    weights: Mapping[str, Sequence[float]],
    parts: Mapping[str, float] | None = None,
) -> ShareTable:
    """Divide each sector pro rata to ``weights`` (M,) within appetites; premium follows.

    Only the part of a sector that ``parts`` names is divided; all of it if left out.
    """
    columns: list[list[float]] = []
    for sector in sectors:
        part = 1.0 if parts is None else parts[sector]
        caps = [
            min(member.appetite_for(sector) / part, 1.0) if part > 0.0 else 0.0
            for member in members.values()
        ]
        columns.append([part * float(share) for share in spread(weights[sector], caps)])
    return ShareTable.of(members, sectors, list(zip(*columns, strict=True)))


_SIMPLE: dict[str, Measure] = {
    "equal": lambda _member, _sector: 1.0,
    "by_capital": lambda member, _sector: member.paid_in_capital_and_reserves,
    "by_capacity": Member.capacity_for,
}
