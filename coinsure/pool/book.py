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
    cost: FloatArray  # (S, P) of reinsurance, after commission and what public money pays of it
    gross: FloatArray  # (S, P) claims
    net: FloatArray  # (S, P) claims net of reinsurance and public money
    public: FloatArray  # (S, P) claims that public money pays
    cut: FloatArray  # (S, P) claims that are cut, borne by the insured
    to_insured: FloatArray  # (S, 1) premium subsidy paid to the insured
    to_insurers: FloatArray  # (S, 1) premium subsidy paid to the members
    waited: FloatArray  # (S, 1) yuan-years for which members could not invest it
    support: FloatArray  # (S, 1) what public money pays of the cost of reinsurance


def sector_book(net: NetTable, pool: PoolPlan, year: int, paths: slice) -> SectorBook:
    """Add up the lines of each sector in their order, for some of the paths."""
    public, subsidy = net.public, pool.subsidy

    def varying(rows: FloatArray) -> FloatArray:
        return _by_sector(rows[:, year, paths], pool)

    def fixed(rows: FloatArray) -> FloatArray:
        return _by_sector(rows[:, year, None], pool)

    nothing = np.zeros((len(pool.sectors), 1))
    return SectorBook(
        premium=fixed(pool.premium),
        ceded=fixed(net.ceded_premium),
        expenses=fixed(pool.expense_ratio[:, None] * pool.premium),
        cost=varying(net.cost),
        gross=varying(net.gross),
        net=varying(net.net),
        public=nothing if public is None else varying(public.by_line),
        cut=nothing if public is None else varying(public.cut),
        to_insured=nothing if subsidy is None else fixed(subsidy.to_insured),
        to_insurers=nothing if subsidy is None else fixed(subsidy.to_insurers),
        waited=nothing if subsidy is None else fixed(subsidy.waited),
        support=nothing if public is None else fixed(public.support),
    )


def _by_sector(rows: FloatArray, pool: PoolPlan) -> FloatArray:
    """Add rows of lines (L, P) to rows of sectors (S, P)."""
    total = np.zeros((len(pool.sectors), rows.shape[1]))
    for row, sector in zip(rows, pool.sector_of_line, strict=True):
        total[sector] += row
    return total
