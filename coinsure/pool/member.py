"""A member of the pool (成员公司): its money, its appetite and whether it leads."""

import math
from typing import Self

from pydantic import Field, model_validator

from coinsure.models.labels import Label, Source
from coinsure.pool.own_book import OwnBook
from coinsure.spec import Fraction, Money, Positive, Spec

LEGAL_PART = 0.10
"""Insurance Law art. 103: liability for one risk unit is at most this part of the capital base."""


class Member(Spec):
    """An insurer in the pool, on its own balance sheet.

    ``paid_in_capital_and_reserves`` (实收资本加公积金) is the base of articles 102 and 103 of the
    Insurance Law; ``actual_capital`` and ``minimum_capital`` are those of the solvency rules.
    """

    label: Label | None = None
    lead: bool = False
    """Exactly one member leads (首席共保人)."""
    paid_in_capital_and_reserves: Positive
    actual_capital: Money
    minimum_capital: Money
    retained_premium: Money | None = None
    """Of the whole company, before the pool; article 102 is checked where it is given."""
    appetite: dict[str, Fraction] = Field(default_factory=dict)
    """Largest share the member will take, by sector; all of it where nothing is said."""
    capacity: dict[str, Money] = Field(default_factory=dict)
    """Most it offers for one risk unit, by sector; the legal capacity where nothing is said."""
    brings: dict[str, Money] = Field(default_factory=dict)
    """Premium a year that the member brings into the pool, by sector."""
    elsewhere: dict[str, Money] = Field(default_factory=dict)
    """What it keeps of a risk unit besides: policies of its own, other pools; by risk unit. It
    counts in article 103 alone: no loss of it is simulated, so it is in no other figure."""
    joins_in_year: int | None = Field(default=None, ge=2)
    """Year in which it enters; in the pool from the start if left out."""
    leaves_in_year: int | None = Field(default=None, ge=2)
    """First year in which it is no longer a member; its share is spread over the others."""
    committed_capacity: Money | None = None
    """Most of its capital that it pays into the pool in a year, beyond the money of the year."""
    risk_budget: Money | None = None
    """Most that it lets the worst years of the pool cost it, TVaR of its deficit of a year."""
    fails_in_year: int | None = Field(default=None, ge=1)
    """Declared failure: it pays no claims in this year and is out of the pool afterwards."""
    default_probability: Fraction = 0.0
    """Probability of default in a year, by its rating; a default is like a declared failure."""
    own_book: OwnBook | None = None
    """Charges of the company itself; without them only the pool's part is known."""
    source: Source | None = None

    @model_validator(mode="after")
    def _joins_before_it_leaves(self) -> Self:
        if (self.joins_in_year or 1) >= (self.leaves_in_year or math.inf):
            raise ValueError("joins_in_year must come before leaves_in_year")
        return self

    @model_validator(mode="after")
    def _own_book_fits(self) -> Self:
        book = self.own_book
        if book is not None and book.core_capital > self.actual_capital:
            raise ValueError("own_book.core_capital is part of actual_capital and cannot exceed it")
        if book is not None and book.combined_ratio is not None and self.retained_premium is None:
            raise ValueError("own_book.combined_ratio needs retained_premium")
        return self

    def is_in(self, year: int) -> bool:
        """Tell whether it is a member in a ``year``, counted from 1."""
        return (self.joins_in_year or 1) <= year < (self.leaves_in_year or math.inf)

    @property
    def legal_capacity(self) -> float:
        """Most that article 103 lets it keep of one risk unit."""
        return LEGAL_PART * self.paid_in_capital_and_reserves

    def capacity_for(self, sector: str) -> float:
        """Return what it can carry of one risk unit of ``sector``: its offer within the law."""
        return min(self.capacity.get(sector, self.legal_capacity), self.legal_capacity)

    def appetite_for(self, sector: str) -> float:
        """Return the largest share of ``sector`` that it will take."""
        return self.appetite.get(sector, 1.0)
