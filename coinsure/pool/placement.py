"""Full placement: a pool that promised to cover everything refuses to leave a gap."""

from coinsure.errors import ModelRefusedError
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
