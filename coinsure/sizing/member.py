"""``size_member``: which shares one member can carry, and what each is worth to it."""

from dataclasses import dataclass

import numpy as np

from coinsure.decision.sizing import Interval, interval
from coinsure.engine import Threads
from coinsure.errors import UsageError
from coinsure.scenario import Scenario
from coinsure.sizing.book import Sized, sized
from coinsure.sizing.worth import Worth, worth
from coinsure.study import Announce

POINTS = 25
"""Shares at which the curve of the return is known."""


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """What a share is worth, the other shares as they are."""

    share: float
    worth: Worth


@dataclass(frozen=True, slots=True, eq=False)
class SectorRange:
    """Shares of one sector that a member can carry, the others as they are."""

    sector: str
    present: float
    feasible: Interval
    curve: tuple[Point, ...]
    ends: tuple[Worth, Worth] | None  # at the lowest and the highest; None where no share will do


@dataclass(frozen=True, slots=True, eq=False)
class MemberSizing:
    """What one member can carry."""

    sized: Sized
    member: str
    present: Worth
    sectors: tuple[SectorRange, ...]


def size_member(
    scenario: Scenario, member: str, *, engine: Threads | None = None, announce: Announce
) -> MemberSizing:
    """Return the feasible shares of a member by sector, and the curve of its return.

    Raises
    ------
    UsageError
        If the pool has no such member.
    ModelRefusedError
        As ``sized``.
    """
    if member not in scenario.members:
        raise UsageError(f"no member {member!r}; choose from {', '.join(scenario.members)}")
    found = sized(scenario, engine, announce("run"))
    m = found.book.members.index(member)
    terms = (found.level, scenario.capital.hurdle)
    return MemberSizing(
        sized=found,
        member=member,
        present=worth(found.book, m, found.present, *terms),
        sectors=tuple(_range(found, m, s) for s in range(len(found.book.sectors))),
    )


def _range(found: Sized, m: int, s: int) -> SectorRange:
    names = found.book.members[m], found.book.sectors[s]
    feasible = interval(found.limits, found.curves, found.present, (m, s), names)
    present = float(found.present[m, s])

    def at(share: float) -> Worth:
        shares = found.present.copy()
        shares[m, s] = share
        return worth(found.book, m, shares, found.level, found.scenario.capital.hurdle)

    grid = np.linspace(0.0, max(feasible.high, present), POINTS).tolist()
    ends = None if feasible.empty else (at(feasible.low), at(feasible.high))
    curve = tuple(Point(share, at(share)) for share in grid)
    return SectorRange(names[1], present, feasible, curve, ends)
