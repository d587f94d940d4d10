"""Equal shares: every member the same, within its appetite."""

from collections.abc import Mapping
from typing import Literal

from coinsure.pool.member import Member
from coinsure.pool.shares.by_sector import divide_by_weight
from coinsure.spec import Spec
from coinsure.tables.shares import ShareTable


class Equal(Spec):
    """Give every member the same share of a sector, as far as its appetite goes."""

    kind: Literal["equal"] = "equal"

    def divide(self, members: Mapping[str, Member], sectors: tuple[str, ...]) -> ShareTable:
        """Divide every sector among ``members``."""
        return divide_by_weight(members, sectors, lambda _member, _sector: 1.0)
