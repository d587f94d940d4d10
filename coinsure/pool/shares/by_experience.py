"""Shares that follow experience: divided anew every year by what each member has earned so far."""

from collections.abc import Mapping
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from coinsure.arrays import FloatArray
from coinsure.pool.filling import fill
from coinsure.pool.member import Member
from coinsure.pool.shares.by_sector import divide_by_weight, weight_of
from coinsure.spec import Fraction, Money, Spec
from coinsure.tables.shares import ShareTable


class ByExperience(Spec):
    """Start with a simple rule; after every year let shares grow with a member's own results.

    A member whose result so far is r of its premium so far has its shares multiplied by
    1 + speed x (r - r of the pool), within 1 +- ``most_change``; then every sector is filled up to
    what was placed in it before, nobody above its appetite. Where every member has one share for
    all sectors results are equal, and shares stay what they are.
    """

    kind: Literal["by_experience"] = "by_experience"
    start: Literal["equal", "by_capital", "by_capacity"] = "by_capital"
    """How year 1 is divided: equally, by paid-in capital and reserves, or by capacity."""
    speed: Money = 0.5
    """Growth of a share for a result that is better by the whole premium."""
    most_change: Annotated[Fraction, Field(lt=1.0)] = 0.25
    """Largest change in a year, part of the share."""

    def divide(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> ShareTable:
        """Divide year 1."""
        return divide_by_weight(members, sectors, weight_of(self.start))

    def reshare(self, shares: FloatArray, limits: FloatArray, rate: FloatArray) -> FloatArray:
        """Return the shares (M, S, P) of the next year, given each member's result ``rate``."""
        growth = np.minimum(np.maximum(self.speed * rate, -self.most_change), self.most_change)
        changed = shares * (1.0 + growth[:, None, :])
        found = np.empty_like(changed)
        for s in range(shares.shape[1]):
            placed = shares[0, s]
            for share in shares[1:, s]:
                placed = placed + share
            found[:, s] = fill(placed, changed[:, s], limits[:, s, None])
        return found
