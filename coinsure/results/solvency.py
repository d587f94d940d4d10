"""Members' solvency with the pool in their own books: ratios by year, and what a share costs."""

from typing import Any

import numpy as np

from coinsure.capital.company import Added, minimum_capital
from coinsure.capital.cross2 import Charge, solvency_status
from coinsure.planning.plan import Plan
from coinsure.pool import Member
from coinsure.pool.own_book import OwnBook
from coinsure.results.capital import Burden, burdens, charge_of_shares
from coinsure.results.estimates import Rows, figure
from coinsure.risk.estimate import Estimate
from coinsure.scenario import Scenario
from coinsure.scenario.money import YUAN

POINT = 0.01
"""A point of share, premium and liability together."""


def solvency(scenario: Scenario, plan: Plan, annual: Rows) -> dict[str, Any]:
    """Return each member's comprehensive and core ratio before and after joining, by year.

    Without an own book only the pool's part of year 1 is known, and the basis says so. With one the
    pool's charges join the member's class by class. Capital at the end of a year is that of today,
    the planned result of the own book and the mean result of the pool up to then, before tax;
    charges of the own book stay, and so does what a member takes or cedes by other treaties.
    """
    found: dict[str, Any] = {}
    for m, (name, burden) in enumerate(burdens(scenario, plan, annual).items()):
        member = scenario.members[name]
        position = _Position(scenario, plan, annual, m, name, burden)
        if member.own_book is None:
            found[name] = {"basis": "pool_part_only", "pool_charge": position.pool_part()}
        else:
            found[name] = {"basis": "own_book", **position.with_own_book(member, member.own_book)}
    return found


class _Position:
    """One member's place in the pool and the charges that follow."""

    def __init__(
        self, scenario: Scenario, plan: Plan, annual: Rows, number: int, name: str, burden: Burden
    ) -> None:
        self.scenario, self.plan, self.annual = scenario, plan, annual
        self.number, self.name, self.burden = number, name, burden
        self.yuan = YUAN[scenario.unit]

    def pool_part(self) -> float:
        """Return the charge of the pool's business on its own, with credit risk, of year 1."""
        return self._charge(0).total + self.burden.credit

    def with_own_book(self, member: Member, book: OwnBook) -> dict[str, Any]:
        """Return minimum capital, ratios by year and what more of each sector would change."""
        alone = minimum_capital(book, self.yuan)
        joined = self._minimum(book, 0)
        return {
            "pool_charge": self.pool_part(),
            "minimum_capital": {
                "before": alone,
                "after": figure(joined),
                "plain_addition": alone + self.pool_part(),
            },
            "bad_year": self._bad_year(member, book, alone, joined),
            "years": self._years(member, book, alone),
            "per_point": {
                sector: self._per_point(member, book, s)
                for s, sector in enumerate(self.plan.layout.sectors)
            },
        }

    def _years(self, member: Member, book: OwnBook, alone: float) -> list[dict[str, Any]]:
        """Return the ratios at the end of each year."""
        planned = 0.0
        if book.combined_ratio is not None and member.retained_premium is not None:
            planned = member.retained_premium * (1.0 - book.combined_ratio)
        earned = Estimate.exact(0.0)
        found: list[dict[str, Any]] = []
        for year in range(self.plan.years):
            row = f"members.{self.name}.deficit"
            earned = earned.joined(self.annual.mean_of_year(row, year).times(-1.0))
            needed = self._minimum(book, year)
            own = (year + 1) * planned
            comprehensive = earned.plus(member.actual_capital + own).over(needed)
            core = earned.plus(book.core_capital + own).over(needed)
            found.append(
                {
                    "year": year + 1,
                    "before": {
                        "comprehensive": (member.actual_capital + own) / alone,
                        "core": (book.core_capital + own) / alone,
                    },
                    "after": {"comprehensive": figure(comprehensive), "core": figure(core)},
                    "change": figure(comprehensive.plus(-(member.actual_capital + own) / alone)),
                    "status": _status(comprehensive, core),
                }
            )
        return found

    def _bad_year(
        self, member: Member, book: OwnBook, alone: float, needed: Estimate
    ) -> dict[str, Any]:
        """Return the ratios after a year 1 as bad for the member as VaR of its deficit."""
        level = self.scenario.capital.level
        deficit = self.annual.tail(f"members.{self.name}.deficit", 0).value_at_risk(level)
        left = deficit.times(-1.0)
        comprehensive = left.plus(member.actual_capital).over(needed)
        core = left.plus(book.core_capital).over(needed)
        return {
            "level": level,
            "comprehensive": figure(comprehensive),
            "core": figure(core),
            "change": figure(comprehensive.plus(-member.actual_capital / alone)),
            "status": _status(comprehensive, core),
        }

    def _per_point(self, member: Member, book: OwnBook, sector: int) -> float:
        """Return by how much a point more of a sector moves the comprehensive ratio of year 1.

        By its charge alone: what reinsurers owe and the result of the year stay.
        """
        now = self._minimum(book, 0).value or 0.0
        more = self._added(0, sector=sector)
        return member.actual_capital / minimum_capital(book, self.yuan, more) - (
            member.actual_capital / now
        )

    def _minimum(self, book: OwnBook, year: int) -> Estimate:
        """Return minimum capital with the pool; the error bounds that of the expected losses."""
        value = minimum_capital(book, self.yuan, self._added(year))
        above = minimum_capital(book, self.yuan, self._added(year, errors=1.0))
        return Estimate.normal(value, above - value)

    def _added(self, year: int, *, errors: float = 0.0, sector: int | None = None) -> Added:
        charge = self._charge(year, errors=errors, sector=sector)
        return Added.of(charge, self.burden.credit)

    def _charge(self, year: int, *, errors: float = 0.0, sector: int | None = None) -> Charge:
        tables = self.plan.share_tables
        table = tables[min(year, len(tables) - 1)]
        more = np.zeros(len(self.plan.layout.sectors))
        if sector is not None:
            more[sector] = POINT
        return charge_of_shares(
            self.scenario,
            self.plan,
            self.annual,
            self.scenario.capital.tech_treatment,
            table.premium[self.number] + more,
            table.liability[self.number] + more,
            self.burden.besides,
            year=year,
            errors=errors,
        )


def _status(comprehensive: Estimate, core: Estimate) -> str | None:
    if comprehensive.value is None or core.value is None:
        return None
    return solvency_status(comprehensive.value, core.value)
