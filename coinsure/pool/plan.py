"""``PoolPlan``: what the settlement needs to know of the pool, as arrays and terms."""

from dataclasses import dataclass

from coinsure.arrays import FloatArray, IntArray
from coinsure.pool.default import MemberDefaults
from coinsure.pool.terms import PoolTerms
from coinsure.tables.shares import ShareTable


@dataclass(frozen=True, slots=True, eq=False)
class SubsidyPlan:
    """Who gets the premium subsidies of each line and year, for 100 %; all (L, T)."""

    to_insured: FloatArray  # of what they have paid
    to_insurers: FloatArray  # in place of the insured
    waited: FloatArray  # yuan-years for which insurers could not invest it


@dataclass(frozen=True, slots=True, eq=False)
class PoolPlan:
    """Members, book and terms of a pool."""

    members: tuple[str, ...]  # (M,)
    lead: int  # number of the lead insurer
    capital: FloatArray  # (M,) actual capital at the start of year 1
    fails_in_year: IntArray  # (M,) year of a declared failure, from 1; 0 never
    lines: tuple[str, ...]  # (L,)
    sectors: tuple[str, ...]  # (S,)
    sector_of_line: IntArray  # (L,)
    premium: FloatArray  # (L, T) gross written premium, for 100 %, subsidies included
    expense_ratio: FloatArray  # (L,) of gross premium
    terms: PoolTerms
    yearly: tuple[ShareTable, ...] = ()  # (T,) shares where members join or leave
    appetite: FloatArray | None = None  # (M, S) largest shares; no limit if left out
    committed: FloatArray | None = None  # (M,) most capital paid in a year; all if left out
    subsidy: SubsidyPlan | None = None
    defaults: MemberDefaults | None = None  # drawn by path; only declared failures if left out
