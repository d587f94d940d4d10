"""Shares by risk contribution: who brings the risk carries it."""

from collections.abc import Mapping
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from coinsure.pool.member import Member
from coinsure.pool.shares.by_premium_brought import ByPremiumBrought
from coinsure.pool.shares.by_sector import shares_by_weight
from coinsure.pool.shares.rule import PilotBook
from coinsure.risk.measures import tail_weights
from coinsure.spec import Spec
from coinsure.tables.shares import ShareTable


class ByRiskContribution(Spec):
    """Divide all sectors by what the book of each member adds to the pool's TVaR (Euler).

    A member's book is the part of each sector's losses that its premium brought is of all premium
    brought there. Its weight is the mean of its book's losses in the pool's worst years, read from
    the pilot. Nobody goes above its appetite.
    """

    kind: Literal["by_risk_contribution"] = "by_risk_contribution"
    level: Annotated[float, Field(ge=0.5, le=0.999)] = 0.99
    """Level of the TVaR of the claims of year 1, net of reinsurance."""

    def divide(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> ShareTable:
        """Divide by premium brought, to start with."""
        return ByPremiumBrought().divide(members, sectors)

    def read(self, members: Mapping[str, Member], book: PilotBook) -> ShareTable:
        """Divide every sector of the ``book`` among ``members``."""
        start = self.divide(members, book.sectors).liability
        brought = np.array(
            [[member.brings.get(s, 0.0) for s in book.sectors] for member in members.values()]
        )
        total = brought.sum(axis=0)
        part = np.divide(brought, total, out=np.zeros_like(start), where=total > 0.0)
        tail = tail_weights(book.claims.sum(axis=0), self.level)
        in_tail = (book.claims * tail).sum(axis=1)
        weights = [max(float(part[m] @ in_tail), 0.0) for m in range(len(part))]
        return shares_by_weight(members, book.sectors, dict.fromkeys(book.sectors, weights))
