"""The optimal quotas of the co-insurance game: by tolerance of risk."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from coinsure.pool.member import Member
from coinsure.pool.shares.by_sector import shares_by_weight
from coinsure.spec import Positive, Spec
from coinsure.tables.shares import ShareTable


class OptimalQuotas(Spec):
    """Divide by risk tolerance, which makes the sum of what the members charge smallest.

    Where every member values a risk by the variance principle E X + a Var X, or the exponential
    one, the cheapest constant quotas are (1 / a) / sum(1 / a). Nobody goes above its appetite.
    Source: Fragnelli & Marina (2003), Insurance: Mathematics and Economics 33.
    """

    kind: Literal["optimal_quotas"] = "optimal_quotas"
    tolerance: dict[str, Positive] = Field(default_factory=dict)
    """Risk tolerance 1 / a of each member; actual capital above minimum capital where left out."""

    def divide(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> ShareTable:
        """Divide every sector among ``members``."""
        tolerances = [
            self.tolerance.get(name, max(member.actual_capital - member.minimum_capital, 0.0))
            for name, member in members.items()
        ]
        return shares_by_weight(members, sectors, dict.fromkeys(sectors, tolerances))
