"""What every profit rule is told of a year, and what it answers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, runtime_checkable

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.in_force import added, as_wide

ROUNDING = 1e-12
"""Part of the premium up to which a total is no profit but rounding."""


@dataclass(frozen=True, eq=False)
class ProfitYear:
    """A year of the members that stand for their shares; what a member has none of is 0."""

    number: int  # of the year, from 1
    last: bool  # of the horizon
    lead: int  # number of the lead insurer
    standing: FloatArray  # (M, P) 1 where the member takes part in the division, else 0
    own: FloatArray  # (M, P) result of its own shares, without fees between members
    premium: FloatArray  # (M, P) written
    claims: FloatArray  # (M, P) paid, net of reinsurance

    @cached_property
    def total(self) -> FloatArray:
        """Profit of all of them together, below 0 for a loss, (P,)."""
        return added(self.own)

    @cached_property
    def clear_profit(self) -> FloatArray:
        """What the total exceeds rounding by, (P,): above 0 in a year of profit only.

        A reserve that takes all of a profit leaves nothing but rounding to divide, and its sign
        must not decide who bears what.
        """
        return self.total - ROUNDING * added(self.premium)

    def by_premium(self, amount: FloatArray) -> FloatArray:
        """Divide an ``amount`` (P,) pro rata to premium, (M, P)."""
        return self.by_weight(amount, self.premium)

    def by_weight(self, amount: FloatArray, weights: FloatArray) -> FloatArray:
        """Divide an ``amount`` (P,) pro rata to ``weights`` (M, P) of those who stand, (M, P).

        Where nobody has a weight everybody who stands gets the same.
        """
        weights = weights * self.standing
        total, standing = added(weights), added(self.standing)
        nobody = total <= 0.0
        weights = np.where(nobody, self.standing, weights)
        total = np.where(nobody, np.maximum(standing, 1.0), total)
        return weights * (amount / total)

    def of_lead(self, amount: FloatArray) -> FloatArray:
        """Give an ``amount`` (P,) to the lead insurer alone, (M, P)."""
        parts = np.zeros(np.broadcast_shapes(self.own.shape, (len(self.own), amount.shape[-1])))
        parts[self.lead] = amount
        return parts

    @property
    def anybody(self) -> FloatArray:
        """1 where somebody takes part, else 0, (P,)."""
        return np.where(added(self.standing) > 0.0, 1.0, 0.0)

    @property
    def led(self) -> FloatArray:
        """1 where the lead takes part, else 0, (P,)."""
        return self.standing[self.lead]


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """How a year's profit is divided.

    ``parts`` and what the common account gains, ``held`` - before, add up to the profit and the
    interest. Nothing is held by most rules.
    """

    parts: FloatArray  # (M, P)
    memory: FloatArray  # (K, P) what the rule wants to know next year
    held: FloatArray  # (P,) balance of the common account after the division
    interest: FloatArray  # (P,) that the account has earned


class ProfitRule(Protocol):
    """A rule that divides the profit or loss of a year among the members."""

    def rows(self) -> int:
        """Return the number of rows K that the rule wants to remember."""
        ...

    def divide(self, year: ProfitYear, memory: FloatArray, held: FloatArray) -> Division:
        """Divide a ``year``, given its ``memory`` (K, P) and what is ``held`` (P,).

        The memory is 0 before the first year.
        """
        ...


@runtime_checkable
class ReadsPilot(Protocol):
    """What becomes a rule when it has seen the deficits of the pilot."""

    def read(self, deficits: FloatArray) -> ProfitRule:
        """Return the rule for members whose ``deficits`` in year 1 of the pilot are (M, n)."""
        ...


NOTHING = np.zeros(1)
"""A balance or an interest of nothing."""


def divided(parts: FloatArray, memory: FloatArray) -> Division:
    """Return the division of a rule that holds nothing back."""
    return Division(parts, memory, NOTHING, NOTHING)


def shared(year: ProfitYear, gain: FloatArray) -> FloatArray:
    """Divide ``gain`` (P,) by premium where there is a profit; all else lies where it falls."""
    return in_profit(year, year.by_premium(gain))


def in_profit(year: ProfitYear, parts: FloatArray) -> FloatArray:
    """Return ``parts`` (M, P) where there is a profit, and each member's own result elsewhere."""
    # here, because a scenario is read without the compiled kernels
    from coinsure.kernels.rows import choose

    parts, own = as_wide(parts, year.own)
    found = np.empty_like(own)
    choose(year.clear_profit, parts, own, found)
    return found
