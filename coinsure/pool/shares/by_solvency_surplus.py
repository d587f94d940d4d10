"""Shares by solvency surplus: who has capital to spare carries more."""

from collections.abc import Mapping
from typing import Literal

from coinsure.pool.member import Member
from coinsure.pool.shares.by_sector import divide_by_weight
from coinsure.spec import Positive, Spec
from coinsure.tables.shares import ShareTable


class BySolvencySurplus(Spec):
    """Divide by actual capital above a multiple of minimum capital, nobody above its appetite.

    A member below that ratio carries nothing.
    """

    kind: Literal["by_solvency_surplus"] = "by_solvency_surplus"
    target_ratio: Positive = 1.0
    """Comprehensive solvency ratio above which capital is surplus; 1 is the legal floor."""

    def divide(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> ShareTable:
        """Divide every sector among ``members``."""
        return divide_by_weight(members, sectors, self._surplus)

    def _surplus(self, member: Member, _sector: str) -> float:
        return max(member.actual_capital - self.target_ratio * member.minimum_capital, 0.0)
