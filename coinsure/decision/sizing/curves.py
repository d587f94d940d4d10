"""Convex functions of shares: the tail mean of what a member loses, with its slope."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.risk.measures import tail_weights
from coinsure.risk.sums import in_order

At = Callable[[FloatArray], tuple[float, FloatArray]]
"""Value and slope (M, S) of a curve at shares (M, S)."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A convex function of the shares, and what a unit of it costs in the objective."""

    name: str
    at: At
    cost: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """What sectors lose for 100 % and what members lose besides, in equally likely years.

    A follower pays the lead ``fee`` of its part of ``premium``. ``own`` is what the members' own
    business loses in the same years; without it, members have nothing but the pool.
    """

    members: tuple[str, ...]  # (M,)
    sectors: tuple[str, ...]  # (S,)
    deficit: FloatArray  # (S, n) claims, reinsurance, expenses and costs less premium
    premium: FloatArray  # (S,)
    lead: int
    fee: float = 0.0
    own: FloatArray | None = None  # (M, n)

    def fees(self, member: int) -> FloatArray:
        """Return what ``member`` pays for each share of each member, (M, S)."""
        paid = np.zeros((len(self.members), len(self.sectors)))
        if member != self.lead:
            paid[member] = self.fee * self.premium
            return paid
        paid[:] = -self.fee * self.premium
        paid[member] = 0.0
        return paid

    def lost(self, member: int, shares: FloatArray, *, own: bool = True) -> FloatArray:
        """Return what ``member`` loses in every year (n,) at shares (M, S)."""
        fees = float(in_order((self.fees(member) * shares).ravel()))
        total = np.full(self.deficit.shape[1], fees)
        for share, deficit in zip(shares[member], self.deficit, strict=True):
            total += share * deficit
        return total + self.own[member] if own and self.own is not None else total


def tail_mean(book: Book, member: int, level: float, *, own: bool = True) -> At:
    """Return the TVaR of what ``member`` loses as a curve; its slope is the co-TVaR of a share.

    With ``own`` business it is what the pool adds to its TVaR.
    """
    besides = book.own[member] if own and book.own is not None else None
    alone = 0.0 if besides is None else float(in_order(tail_weights(besides, level) * besides))
    fees = book.fees(member)

    def at(shares: FloatArray) -> tuple[float, FloatArray]:
        lost = book.lost(member, shares, own=own)
        weights = tail_weights(lost, level)
        tail = np.flatnonzero(weights)
        weights = weights[tail]
        slope = fees.copy()
        slope[member] += in_order(book.deficit[:, tail] * weights)
        return float(in_order(lost[tail] * weights)) - alone, slope

    return at
