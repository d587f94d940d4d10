"""Which members' shares are in force, path by path, and how amounts of sectors fall on them.

What is the same on all paths has the shape (..., 1) instead of (..., P): as long as nobody fails
that is every share, premium and fee, and a settlement costs a third of what it would.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.tables.shares import ShareTable


@dataclass(frozen=True, eq=False)
class InForce:
    """The shares of a year; a member that is out of the pool on a path has none there."""

    table: ShareTable
    inside: FloatArray  # (M, P) or (M, 1): 1 where the member is in the pool, else 0

    def by_premium(self, amounts: FloatArray) -> FloatArray:
        """Return the members' premium shares of sectors' ``amounts`` (S, P), added up: (M, P)."""
        return self._of_members(self.table.premium, amounts)

    def by_liability(self, amounts: FloatArray) -> FloatArray:
        """Return the members' liability shares of sectors' ``amounts`` (S, P), added up: (M, P)."""
        return self._of_members(self.table.liability, amounts)

    def premium_total(self) -> FloatArray:
        """Return the sum of each member's premium shares over sectors, (M, P): 0 if it has none."""
        return self.inside * by_path(self.table.premium).sum(axis=1)

    def premium_shares(self, sector: int) -> FloatArray:
        """Return the premium shares of a sector, (M, P)."""
        return by_path(self.table.premium)[:, sector] * self.inside

    def divided_by_premium(self, amounts: FloatArray) -> FloatArray:
        """Divide sectors' ``amounts`` (S, P) among members pro rata to premium shares: (M, P)."""
        return self._divided(self.table.premium, amounts)

    def divided_by_liability(self, amounts: FloatArray) -> FloatArray:
        """Divide sectors' ``amounts`` (S, P) among members pro rata to liability shares: (M, P)."""
        return self._divided(self.table.liability, amounts)

    @cached_property
    def written(self) -> FloatArray:
        """The part of each sector's premium that is written, (S, P)."""
        return _combined(_by_sector(self.table.premium), self.inside)

    @cached_property
    def carried(self) -> FloatArray:
        """The part of each sector's liability that members carry, (S, P)."""
        return _combined(_by_sector(self.table.liability), self.inside)

    @cached_property
    def uncovered(self) -> FloatArray:
        """The part of each sector that nobody carries: unplaced, or lost with a member, (S, P)."""
        unplaced = self.table.unplaced
        gap = unplaced[:, None] if unplaced.ndim == 1 else unplaced
        return gap + _combined(_by_sector(self.table.liability), 1.0 - self.inside)

    def _of_members(self, shares: FloatArray, amounts: FloatArray) -> FloatArray:
        if self.inside.shape[1] == 1:
            return _combined(by_path(shares) * self.inside[:, None], amounts)
        return self.inside * _combined(by_path(shares), amounts)

    def _divided(self, shares: FloatArray, amounts: FloatArray) -> FloatArray:
        held = by_path(shares)
        if held.shape[2] == 1 and self.inside.shape[1] == 1:
            held = held[:, :, 0] * self.inside
            total = added(held)
            return _combined((held / np.where(total > 0.0, total, np.inf))[:, :, None], amounts)
        divided = pro_rata(amounts[0], held[:, 0] * self.inside)
        for sector in range(1, len(amounts)):
            divided += pro_rata(amounts[sector], held[:, sector] * self.inside)
        return divided


def added(rows: FloatArray) -> FloatArray:
    """Add rows (n, P) in their order: (P,)."""
    if rows.shape[1] == 1:
        return np.add.accumulate(rows, axis=0)[-1]
    total = rows[0].copy()
    for row in rows[1:]:
        total += row
    return total


def pro_rata(amount: FloatArray, shares: FloatArray) -> FloatArray:
    """Divide ``amount`` (P,) among members by ``shares`` (M, P) that may miss 1: (M, P).

    Nothing is divided where nobody has a share.
    """
    total = added(shares)
    return amount * (shares / np.where(total > 0.0, total, np.inf))


def combined(weights: FloatArray, rows: FloatArray) -> FloatArray:
    """Return ``weights`` (n, P) times ``rows`` (n, P), added in order of n: (P,)."""
    return _combined(weights[None], rows)[0]


def as_wide(*rows: FloatArray) -> list[FloatArray]:
    """Return rows (n, P) or (n, 1) with as many paths as the widest have, each in one piece."""
    width = max(row.shape[1] for row in rows)
    return [
        np.ascontiguousarray(row if row.shape[1] == width else np.repeat(row, width, axis=1))
        for row in rows
    ]


def by_path(shares: FloatArray) -> FloatArray:
    """Return shares (M, S, P), with one path for those that are the same on all of them."""
    return shares[:, :, None] if shares.ndim == 2 else shares


def _by_sector(shares: FloatArray) -> FloatArray:
    """Return shares by sector, (S, M, P)."""
    return by_path(shares).transpose(1, 0, 2)


def _combined(weights: FloatArray, rows: FloatArray) -> FloatArray:
    """Return ``weights`` (m, n, P) times ``rows`` (n, P), added in order of n: (m, P)."""
    if weights.shape[2] == 1:
        # here, because a scenario is read without the compiled kernels
        from coinsure.kernels.rows import combine

        whole = np.empty((len(weights), rows.shape[1]))
        combine(np.ascontiguousarray(weights[:, :, 0]), np.ascontiguousarray(rows), whole)
        return whole
    total = weights[:, 0] * rows[0]
    for number in range(1, len(rows)):
        total += weights[:, number] * rows[number]
    return total
