"""Shares by the premium that each member brings into the pool."""

from collections.abc import Mapping
from typing import Literal

from coinsure.pool.member import Member
from coinsure.pool.shares.by_sector import divide_by_weight
from coinsure.spec import Spec
from coinsure.tables.shares import ShareTable


class ByPremiumBrought(Spec):
    """Divide by the premium that members bring, of each sector or of all together.

    Nobody goes above its appetite. A sector that nobody brings anything of stays unplaced.
    """

    kind: Literal["by_premium_brought"] = "by_premium_brought"
    base: Literal["sector", "pool"] = "sector"
    """Premium of the sector that is divided, or of all sectors together."""

    def divide(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> ShareTable:
        """Divide every sector among ``members``."""
        if self.base == "sector":
            return divide_by_weight(members, sectors, _of_sector)
        return divide_by_weight(members, sectors, lambda member, _: sum(member.brings.values()))


def _of_sector(member: Member, sector: str) -> float:
    return member.brings.get(sector, 0.0)
