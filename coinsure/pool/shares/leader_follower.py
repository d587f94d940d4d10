"""A share agreed for the lead insurer, the rest divided among the followers."""

from collections.abc import Mapping
from typing import Literal

from coinsure.pool.member import Member
from coinsure.pool.shares.by_sector import shares_by_weight, weight_of
from coinsure.spec import Fraction, Spec
from coinsure.tables.shares import ShareTable


class LeaderFollower(Spec):
    """Give the lead insurer its share of every sector, and divide the rest among the followers.

    The lead takes no more than its appetite, nor does anybody else.
    """

    kind: Literal["leader_follower"] = "leader_follower"
    lead_share: Fraction
    """Share of the lead insurer."""
    followers: Literal["equal", "by_capital", "by_capacity"] = "by_capital"
    """How the rest is divided: equally, by paid-in capital and reserves, or by capacity."""

    def divide(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> ShareTable:
        """Divide every sector among ``members``."""
        measure = weight_of(self.followers)
        followers = {name: member for name, member in members.items() if not member.lead}
        weights: dict[str, list[float]] = {}
        parts: dict[str, float] = {}
        for sector in sectors:
            weights[sector] = [measure(member, sector) for member in followers.values()]
            parts[sector] = 1.0 - min(
                [self.lead_share]
                + [member.appetite_for(sector) for member in members.values() if member.lead]
            )
        rest = shares_by_weight(followers, sectors, weights, parts)
        row = {name: number for number, name in enumerate(followers)}
        shares = [
            [
                rest.liability[row[name], s] if name in row else 1.0 - parts[sector]
                for s, sector in enumerate(sectors)
            ]
            for name in members
        ]
        return ShareTable.of(members, sectors, shares)
