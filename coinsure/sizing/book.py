"""A run as sizing needs it: losses of sectors in year 1, present shares, curves and limits."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.decision.sizing import Book, Curve, Limit, tail_mean
from coinsure.engine import Threads
from coinsure.errors import ModelRefusedError
from coinsure.results.estimates import Rows, annual
from coinsure.results.own_business import first_years
from coinsure.scenario import Scenario
from coinsure.sizing.bounds import Bounds, limits_of
from coinsure.sizing.solvency import requirements
from coinsure.study import Progress, Study, run


@dataclass(frozen=True, slots=True, eq=False)
class Sized:
    """A run seen as a question of shares."""

    study: Study
    rows: Rows
    book: Book
    present: FloatArray  # (M, S)
    curves: tuple[Curve, ...]  # of each member: its TVaR, its solvency, its TVaR of the pool alone
    doubted: tuple[Curve, ...]  # the same of solvency, expected losses an error higher
    limits: tuple[Limit, ...]

    @property
    def scenario(self) -> Scenario:
        """Return the scenario of the run."""
        return self.study.scenario

    @property
    def level(self) -> float:
        """Return the level of every TVaR."""
        return self.scenario.capital.level

    @property
    def years(self) -> int:
        """Return the simulated years that sizing looks at: the first of each path."""
        return self.book.deficit.shape[1]

    def heights(self, shares: FloatArray) -> FloatArray:
        """Return every curve at some shares, (C,)."""
        return np.array([curve.at(shares)[0] for curve in self.curves])


def sized(scenario: Scenario, engine: Threads | None, progress: Progress | None) -> Sized:
    """Run a scenario and set up its curves and limits.

    Amounts are those of year 1, before the reserve, the profit rule, default and members' own
    reinsurance; a member has one share in a sector, of premium and of liability.

    Raises
    ------
    ModelRefusedError
        If premium and liability shares differ, or fairness is asked of a pool that loses money.
    """
    study = run(scenario, engine=engine, progress=progress)
    plan = study.plan
    if not np.array_equal(plan.shares.premium, plan.shares.liability):
        raise ModelRefusedError(
            "pool.shares: members have other shares of premium than of liability, and sizing looks "
            "for one share of both; leave premium_shares and premium_sectors out"
        )
    rows = annual(study.results, study.asked.annual, alike=plan.alike)
    book = first_years(study.scenario, plan, study.results)
    capital = study.scenario.capital
    members = range(len(book.members))
    curves = [
        Curve(book.members[m], tail_mean(book, m, capital.level), capital.hurdle) for m in members
    ]
    curves += requirements(study.scenario, plan, rows)
    if book.own is not None:  # limits on what the pool alone may cost
        curves += [
            Curve(book.members[m], tail_mean(book, m, capital.level, own=False)) for m in members
        ]
    doubted = requirements(study.scenario, plan, rows, errors=1.0)
    bounds = Bounds(study.scenario, plan, rows, book)
    limits = limits_of(bounds)
    return Sized(study, rows, book, plan.shares.liability, tuple(curves), doubted, tuple(limits))
