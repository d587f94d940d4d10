"""Who would rather leave: members' economic profit under a rule against what they could do alone.

A coalition S that writes its own shares earns v(S) = mean result - hurdle x TVaR of its deficits.
Under the pool's rules member i gets x_i = mean result with fees and the division of profit - hurdle
x its co-TVaR in the pool. The rules are stable if no coalition is worth more than its members get.
The reserve is left out on both sides, for what is in it still belongs to those who paid in; claims
count as they are owed, also where a member has defaulted.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.risk.estimate import Estimate
from coinsure.risk.games import coalition_tvar, worst_complaint
from coinsure.risk.games.coalitions import MOST_MEMBERS, membership
from coinsure.risk.ranks import rank
from coinsure.tables.accounts import MemberAccounts, Pages

PAGES: Pages = {
    "own": (
        "premium",
        "claims",
        "reinsurance",
        "expenses",
        "management",
        "levies",
        "brokerage",
        "investment",
        "subsidy",
        "own_reinsurance",
        "assumed",
    ),
    "by_rule": ("lead_fee", "stepped_in", "profit"),
}
"""Flows that a member has with any partners, and those that are a fee or a division of profit.

Its own treaties, and what it takes as a reinsurer, are contracts that leaving does not end.
"""

BATCHES = 10
"""Parts of the sample whose spread is the error of a complaint."""


@dataclass(frozen=True, slots=True)
class Stability:
    """The coalition that is treated worst, and what each member gains by not being alone."""

    coalition: tuple[str, ...]
    complaint: Estimate  # what it is worth above what it gets, a year; at most 0 where all stay
    gain: dict[str, float]  # x_i - v({i}) a year
    economic_profit: dict[str, float]  # x_i a year


@dataclass(frozen=True, slots=True, eq=False)
class Books:
    """What members lose by their own shares, and what that makes coalitions of them worth."""

    own: FloatArray  # (n, M) path-years of a pilot, the years of a path together
    tvar: FloatArray  # (2^M,) of every coalition
    co_tvar: FloatArray  # (M,)
    co_tvar_of_parts: FloatArray  # (BATCHES, M)

    @classmethod
    def of(cls, own: FloatArray, level: float) -> Self:
        """Work out the books of members that lose their ``own`` (n, M)."""
        parts = [_co_tvar(part, level) for part in np.array_split(own, BATCHES)]
        return cls(own, coalition_tvar(own, level), _co_tvar(own, level), np.array(parts))


def stability(
    accounts: MemberAccounts,
    level: float,
    hurdle: float,
    *,
    first_year: bool,
    known: list[Books] | None = None,
) -> Stability | None:
    """Return the stability of the rules that settled the ``accounts`` of a pilot, with its PAGES.

    None where there are more members than a game can have, or only one. ``known`` are books of
    other rules: those with the same shares have the same, and new ones are entered.
    """
    members = len(accounts.members)
    if not 1 < members <= MOST_MEMBERS:
        return None
    years = slice(0, 1) if first_year else slice(None)
    books = _books(_deficits(accounts.unpaid - accounts.page("own"), years), level, known)
    own = books.own
    paid = own + _deficits(-accounts.page("by_rule"), years)
    worth = membership(members) @ -own.mean(axis=0) - hurdle * books.tvar
    gets = -paid.mean(axis=0) - hurdle * books.co_tvar
    worst = worst_complaint(worth, gets)
    error = float(np.std(_complaints(books, paid, worst.coalition, level, hurdle), ddof=1))
    alone = worth[1 << np.arange(members)]
    names = accounts.members
    return Stability(
        tuple(names[m] for m in worst.coalition),
        Estimate.normal(worst.excess, error / math.sqrt(BATCHES)),
        dict(zip(names, (gets - alone).tolist(), strict=True)),
        dict(zip(names, gets.tolist(), strict=True)),
    )


def _books(own: FloatArray, level: float, known: list[Books] | None) -> Books:
    """Return the books of what members lose by their ``own`` shares (n, M), if possible known."""
    for books in known or []:
        if np.array_equal(books.own, own):
            return books
    found = Books.of(own, level)
    if known is not None:
        known.append(found)
    return found


def _deficits(lost: FloatArray, years: slice) -> FloatArray:
    """Return what members lose, (path-years, M), the years of a path together."""
    chosen = lost[:, years].transpose(2, 1, 0)
    return np.ascontiguousarray(chosen).reshape(-1, len(lost))


def _co_tvar(own: FloatArray, level: float) -> FloatArray:
    """Return each member's mean in the worst years of all, (M,); they add up to the TVaR of all."""
    rows = len(own)
    beyond = rows - rank(rows, level)
    order = np.argsort(-own.sum(axis=1), kind="stable")
    size = rows * (1.0 - level)
    return (own[order[:beyond]].sum(axis=0) + (size - beyond) * own[order[beyond]]) / size


def _complaints(
    books: Books, paid: FloatArray, coalition: Sequence[int], level: float, hurdle: float
) -> list[float]:
    """Return what a coalition is worth above what it gets, on each part of the sample."""
    inside = list(coalition)
    lost = books.own[:, inside].sum(axis=1)
    more = paid[:, inside].sum(axis=1) - lost
    return [
        float(gained.mean() - hurdle * (coalition_tvar(together[:, None], level)[1] - shared))
        for gained, together, shared in zip(
            np.array_split(more, BATCHES),
            np.array_split(lost, BATCHES),
            books.co_tvar_of_parts[:, inside].sum(axis=1),
            strict=True,
        )
    ]
