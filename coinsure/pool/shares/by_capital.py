"""Shares by capital: the bigger the company, the more it carries."""

from collections.abc import Mapping
from typing import Literal

from coinsure.pool.member import Member
from coinsure.pool.shares.by_sector import divide_by_weight
from coinsure.spec import Spec
from coinsure.tables.shares import ShareTable


class ByCapital(Spec):
    """Divide by a capital figure of the members, nobody above its appetite."""

    kind: Literal["by_capital"] = "by_capital"
    base: Literal["paid_in_capital_and_reserves", "actual_capital"] = "paid_in_capital_and_reserves"
    """The figure: the base of the legal limits, or the solvency capital."""

    def divide(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> ShareTable:
        """Divide every sector among ``members``."""
        if self.base == "actual_capital":
            return divide_by_weight(members, sectors, _actual_capital)
        return divide_by_weight(members, sectors, _base_of_legal_limits)


def _actual_capital(member: Member, _sector: str) -> float:
    return member.actual_capital


def _base_of_legal_limits(member: Member, _sector: str) -> float:
    return member.paid_in_capital_and_reserves
