"""The pool's book of one year by sector, for 100 %: what the members then divide."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.pool.plan import PoolPlan
from coinsure.tables.net import NetTable


@dataclass(frozen=True, slots=True, eq=False)
class SectorBook:
    """Premium, costs and claims of a year by sector."""

    premium: FloatArray  # (S, 1) gross written
    ceded: FloatArray  # (S, 1) deposit premium of reinsurance
    expenses: FloatArray  # (S, 1)
    cost: FloatArray  # (S, P) of reinsurance, after commission
    gross: FloatArray  # (S, P) claims
    net: FloatArray  # (S, P) claims net of reinsurance and public money
    public: FloatArray  # (S, P) claims that public money pays
    cut: FloatArray  # (S, P) claims that are cut, borne by the insured


def sector_book(net: NetTable, pool: PoolPlan, year: int, paths: slice) -> SectorBook:
    """Add up the lines of each sector in their order, for some of the paths."""
    premium, public = pool.premium[:, year, None], net.public
    nothing = np.zeros((len(pool.sectors), 1))
    return SectorBook(
        premium=_by_sector(premium, pool),
        ceded=_by_sector(net.ceded_premium[:, year, None], pool),
        expenses=_by_sector(pool.expense_ratio[:, None] * premium, pool),
        cost=_by_sector(net.cost[:, year, paths], pool),
        gross=_by_sector(net.gross[:, year, paths], pool),
        net=_by_sector(net.net[:, year, paths], pool),
        public=nothing if public is None else _by_sector(public.by_line[:, year, paths], pool),
        cut=nothing if public is None else _by_sector(public.cut[:, year, paths], pool),
    )


def _by_sector(rows: FloatArray, pool: PoolPlan) -> FloatArray:
    """Add rows of lines (L, P) to rows of sectors (S, P)."""
    total = np.zeros((len(pool.sectors), rows.shape[1]))
    for row, sector in zip(rows, pool.sector_of_line, strict=True):
        total[sector] += row
    return total
