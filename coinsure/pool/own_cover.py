"""A year of the members' own reinsurance and of what they reinsure, as their accounts see it."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.in_force import InForce, combined
from coinsure.tables.assumed import Assumed
from coinsure.tables.own import OwnCover


@dataclass(frozen=True, slots=True, eq=False)
class YearCover:
    """What every contract pays the member that it covers, and what members earn as reinsurers."""

    member: tuple[int, ...]  # (K,)
    taker: tuple[int, ...]  # (K,) -1 outside the pool
    net: FloatArray  # (K, P) recovered and paid, less cost
    reinsurer: tuple[int, ...] = ()  # (N,) members that reinsure the pool
    premium: FloatArray | tuple[()] = ()  # (N, S, P) that they get, for 100 % of the book
    recovered: FloatArray | tuple[()] = ()  # (N, S, P) that they pay

    @classmethod
    def of(cls, own: OwnCover | None, assumed: Assumed | None, year: int, paths: slice) -> Self:
        """Return a year of some of the paths."""
        member, taker, net = NO_COVER.member, NO_COVER.taker, NO_COVER.net
        if own is not None:
            net = (own.recovered - own.lost - own.cost)[:, year, paths]
            member, taker = own.member, own.taker
        if assumed is None:
            return cls(member, taker, net)
        premium, recovered = (
            amount[:, :, year, paths] for amount in (assumed.premium, assumed.recovered)
        )
        return cls(member, taker, net, assumed.member, premium, recovered)

    def received(self, inside: FloatArray) -> FloatArray:
        """Return what each member gets on balance, (M, P), those that are ``inside`` (M, P)."""
        got = np.zeros((len(inside), self.net.shape[1]))
        for member, taker, net in zip(self.member, self.taker, self.net, strict=True):
            got[member] += inside[member] * net
            if taker >= 0:
                got[taker] -= inside[member] * net
        return got

    def from_outside(self, inside: FloatArray) -> FloatArray:
        """Return what comes from outside the pool, (P,)."""
        total = np.zeros(self.net.shape[1])
        for member, taker, net in zip(self.member, self.taker, self.net, strict=True):
            if taker < 0:
                total += inside[member] * net
        return total

    def assumed(self, held: InForce) -> FloatArray:
        """Return what each member earns as a reinsurer of the pool, (M, P).

        The pool pays premium on what is written and recovers on what is carried. A member that has
        left the pool stays its reinsurer.
        """
        got = np.zeros((len(held.inside), 1))
        flows = zip(self.reinsurer, self.premium, self.recovered, strict=True)
        for member, premium, recovered in flows:
            earned = combined(held.written, premium) - combined(held.carried, recovered)
            got = got + np.where(np.arange(len(got))[:, None] == member, earned, 0.0)
        return got


NO_COVER = YearCover((), (), np.zeros((0, 1)))
"""Nobody buys any, and no member reinsures the pool."""
