"""The pool's book of one year by sector, for 100 %: what the members then divide."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.kernels.rows import add_groups
from coinsure.pool.plan import PoolPlan
from coinsure.tables.net import NetTable


@dataclass(frozen=True, eq=False)
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

    @cached_property
    def recovered(self) -> FloatArray:
        """Claims that reinsurers pay, (S, P)."""
        return self.gross - self.net - self.public - self.cut


def sector_book(net: NetTable, pool: PoolPlan, year: int, paths: slice) -> SectorBook:
    """Add up the lines of each sector in their order, for some of the paths."""
    public, subsidy = net.public, pool.subsidy

    def varying(rows: FloatArray) -> FloatArray:
        return _by_sector(rows, pool, year, paths)

    def fixed(rows: FloatArray) -> FloatArray:
        return _by_sector(rows[:, :, None], pool, year, slice(0, 1))

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


def _by_sector(rows: FloatArray, pool: PoolPlan, year: int, paths: slice) -> FloatArray:
    """Add up a year of lines (L, T, P) to sectors, (S, n), for n of the paths."""
    first, last, _ = paths.indices(rows.shape[2])
    total = np.zeros((len(pool.sectors), last - first))
    add_groups(rows, pool.sector_of_line, year, first, total)
    return total
