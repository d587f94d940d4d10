"""Premium shares that give every member the same return on its risk capital."""

from collections.abc import Mapping
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from coinsure.errors import ModelRefusedError
from coinsure.pool.member import Member
from coinsure.pool.shares.by_sector import divide_by_weight, weight_of
from coinsure.pool.shares.rule import PilotBook
from coinsure.risk.measures import tail_weights
from coinsure.spec import Spec
from coinsure.tables.shares import ShareTable


class EqualReturn(Spec):
    """Divide liability by a simple rule, then move premium until all earn the same return.

    A member's risk capital is the Euler part of its deficit in the TVaR of the pool's deficit of
    year 1; its return is its expected result over that, both read from the pilot. Premium moves
    between members, never between sectors.
    """

    kind: Literal["equal_return"] = "equal_return"
    liability: Literal["equal", "by_capital", "by_capacity"] = "by_capital"
    """How liability is divided: equally, by paid-in capital and reserves, or by capacity."""
    level: Annotated[float, Field(ge=0.5, le=0.999)] = 0.99
    """Level of the TVaR."""

    def divide(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> ShareTable:
        """Let premium follow liability, to start with."""
        return divide_by_weight(members, sectors, weight_of(self.liability))

    def read(self, members: Mapping[str, Member], book: PilotBook) -> ShareTable:
        """Divide every sector of the ``book`` among ``members``.

        Raises
        ------
        ModelRefusedError
            The worst years are no loss, or a member's premium share would fall below 0.
        """
        table = self.divide(members, book.sectors)
        liability, placed = table.liability, table.liability.sum(axis=0)
        result = liability @ (book.kept - book.claims.mean(axis=1))
        deficit = liability @ (book.claims - book.kept[:, None])
        capital = (deficit * tail_weights(deficit.sum(axis=0), self.level)).sum(axis=1)
        if capital.sum() <= 0.0:
            raise ModelRefusedError(
                f"pool.shares: the worst years at level {self.level:g} are no loss, so there is no "
                "risk capital to earn a return on; raise level or choose another rule"
            )
        missing = result.sum() * capital / capital.sum() - result
        premium = liability + np.outer(missing, placed) / float(placed @ book.kept)
        if (premium < 0.0).any():
            m, s = np.unravel_index(premium.argmin(), premium.shape)
            raise ModelRefusedError(
                f"pool.shares: an equal return would leave {table.members[m]} a premium share of "
                f"{premium[m, s]:.4g} in {book.sectors[s]}; divide liability by another rule"
            )
        return ShareTable(table.members, table.sectors, premium, liability)
