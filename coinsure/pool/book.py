"""The pool's book of one year by sector, for 100 %: what the members then divide."""

from dataclasses import dataclass

from coinsure.pool.in_force import Rows, added
from coinsure.pool.plan import PoolPlan
from coinsure.tables.net import NetTable


@dataclass(frozen=True, slots=True, eq=False)
class SectorBook:
    """Premium, costs and claims of a year, one item per sector: numbers, or vectors of paths (P,)."""

    premium: list[float]  # gross written
    ceded: list[float]  # deposit premium of reinsurance
    expenses: list[float]
    cost: Rows  # of reinsurance, after commission
    gross: Rows  # claims
    net: Rows  # claims net of reinsurance


def sector_book(net: NetTable, pool: PoolPlan, year: int) -> SectorBook:
    """Add up the lines of each sector in their order."""
    lines = [
        [line for line, sector in enumerate(pool.sector_of_line) if sector == s]
        for s in range(len(pool.sectors))
    ]
    premium = net.premium[:, year]
    expenses = pool.expense_ratio * premium
    ceded = net.ceded_premium[:, year]
    return SectorBook(
        premium=[sum(float(premium[line]) for line in of) for of in lines],
        ceded=[sum(float(ceded[line]) for line in of) for of in lines],
        expenses=[sum(float(expenses[line]) for line in of) for of in lines],
        cost=[added([net.cost[line, year] for line in of]) for of in lines],
        gross=[added([net.gross[line, year] for line in of]) for of in lines],
        net=[added([net.net[line, year] for line in of]) for of in lines],
    )
