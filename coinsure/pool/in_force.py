"""Which members' shares are in force, path by path, and how amounts of sectors fall on them."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.tables.shares import ShareTable

Rows = list[FloatArray]
Amounts = list[float] | list[FloatArray]
"""One for each sector: a number, or a vector of paths."""


@dataclass(frozen=True, slots=True, eq=False)
class InForce:
    """The shares of a year; a member that is out of the pool on a path has none there."""

    table: ShareTable
    inside: Rows  # (M) of (P,): 1 where the member is in the pool, else 0

    def by_premium(self, amounts: Amounts) -> Rows:
        """Return each member's premium share of the sectors' ``amounts``."""
        return self._divided(self.table.premium, amounts)

    def by_liability(self, amounts: Amounts) -> Rows:
        """Return each member's liability share of the sectors' ``amounts``."""
        return self._divided(self.table.liability, amounts)

    def premium_shares(self, sector: int) -> Rows:
        """Return the premium shares of a sector, by member."""
        return [share * inside for share, inside in zip(self.table.premium[:, sector], self.inside, strict=True)]

    def liability_shares(self, sector: int) -> Rows:
        """Return the liability shares of a sector, by member."""
        return [share * inside for share, inside in zip(self.table.liability[:, sector], self.inside, strict=True)]

    def written(self) -> Rows:
        """Return the part of each sector's premium that is written."""
        return [added(self.premium_shares(sector)) for sector in range(len(self.table.sectors))]

    def carried(self) -> Rows:
        """Return the part of each sector's liability that members carry."""
        return [added(self.liability_shares(sector)) for sector in range(len(self.table.sectors))]

    def uncovered(self) -> Rows:
        """Return the part of each sector that is unplaced, or was placed with who is out now."""
        return [
            unplaced + added([s * (1.0 - i) for s, i in zip(self.table.liability[:, sector], self.inside, strict=True)])
            for sector, unplaced in enumerate(self.table.unplaced)
        ]

    def _divided(self, shares: FloatArray, amounts: Amounts) -> Rows:
        members: Rows = []
        for of_member, inside in zip(shares, self.inside, strict=True):
            amount = 0.0
            for share, of_sector in zip(of_member, amounts, strict=True):
                amount = amount + share * of_sector
            members.append(amount * inside)
        return members


def added(rows: Rows) -> FloatArray:
    """Add ``rows`` in their order."""
    total = np.zeros_like(rows[0])
    for row in rows:
        total += row
    return total
