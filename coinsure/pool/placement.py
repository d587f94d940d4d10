"""Full placement: a pool that promised to cover everything refuses to leave a gap."""

from collections.abc import Mapping

from coinsure.errors import ModelRefusedError
from coinsure.pool.member import Member
from coinsure.pool.membership import yearly_shares
from coinsure.tables.shares import ShareTable


def require_full_placement(shares: ShareTable) -> None:
    """Refuse shares that leave a part of a sector without a taker.

    Raises
    ------
    ModelRefusedError
        Naming every sector with a gap, the gap and what would close it.
    """
    gaps = [
        f"{sector} {gap:.6g}"
        for sector, gap in zip(shares.sectors, shares.unplaced, strict=True)
        if gap > 0.0
    ]
    if gaps:
        raise ModelRefusedError(
            f"pool.full_placement: part of a sector has no taker (unplaced: {', '.join(gaps)}); "
            "raise shares or appetites there, add a member, or set full_placement = false"
        )


def placed_years(
    table: ShareTable, members: Mapping[str, Member], years: int, *, full: bool
) -> tuple[ShareTable, ...]:
    """Return the shares of every year as members join and leave; where ``full``, without a gap.

    Raises
    ------
    ModelRefusedError
        Full placement is required, and in some year a part of a sector has no taker.
    """
    yearly = yearly_shares(table, members, years)
    if full:
        for of_year in yearly:
            require_full_placement(of_year)
    return yearly
