"""Shares by negotiated weights."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from coinsure.pool.member import Member
from coinsure.pool.shares.by_sector import shares_by_weight
from coinsure.spec import Money, Spec
from coinsure.tables.shares import ShareTable

Weights = dict[str, Money]


class ByWeight(Spec):
    """Divide by weights that the members have negotiated; only their proportions count.

    Nobody goes above its appetite: what that cuts off goes to the others. A member that is not
    named has no weight.
    """

    kind: Literal["by_weight"] = "by_weight"
    weights: Weights = Field(default_factory=dict)
    """Weight of each member, in every sector that has none of its own."""
    sectors: dict[str, Weights] = Field(default_factory=dict)
    """Weights in single sectors."""

    def divide(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> ShareTable:
        """Divide every sector among ``members``."""
        weights = {
            sector: [self.sectors.get(sector, self.weights).get(name, 0.0) for name in members]
            for sector in sectors
        }
        return shares_by_weight(members, sectors, weights)
