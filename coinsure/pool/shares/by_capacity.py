"""Shares by capacity: what each member can carry of one risk unit, within article 103."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from coinsure.pool.member import Member
from coinsure.pool.shares.by_sector import divide_by_weight
from coinsure.spec import Positive, Spec
from coinsure.tables.shares import ShareTable


class ByCapacity(Spec):
    """Divide by the capacity that members offer for one risk unit of a sector.

    An offer counts up to 10 % of paid-in capital and reserves (Insurance Law art. 103), which is
    also the offer of a member that names none. Nobody goes above its appetite, nor, where
    ``largest_risk`` names the largest liability for one risk unit of a sector, above its
    capacity / that liability: what nobody can carry stays unplaced.
    """

    kind: Literal["by_capacity"] = "by_capacity"
    largest_risk: dict[str, Positive] = Field(default_factory=dict)

    def divide(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> ShareTable:
        """Divide every sector among ``members``."""
        return divide_by_weight(members, sectors, Member.capacity_for, self._cap)

    def _cap(self, member: Member, sector: str) -> float:
        appetite = member.appetite_for(sector)
        if sector not in self.largest_risk:
            return appetite
        return min(appetite, member.capacity_for(sector) / self.largest_risk[sector])
