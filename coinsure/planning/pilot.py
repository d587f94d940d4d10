"""What rules that need losses read before the run: the pilot, never the paths they divide."""

from dataclasses import replace

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.planning.plan import Plan
from coinsure.pool.placement import placed_years
from coinsure.pool.profit import ReadsPilot
from coinsure.pool.shares.rule import PilotBook, ReadsPilotBook
from coinsure.tables.net import NetTable
from coinsure.tables.shares import ShareTable

RULE_PATH_YEARS = 1 << 18
"""Path-years of the pilot that rules read."""


def reads_pilot(plan: Plan) -> bool:
    """Tell whether a rule of the plan needs the pilot before anything can be settled."""
    return isinstance(plan.profit, ReadsPilot) or isinstance(plan.pool.terms.shares, ReadsPilotBook)


def read_pilot(plan: Plan, pilot: NetTable) -> Plan:
    """Return the plan with the rules that have seen the losses of the ``pilot``.

    Raises
    ------
    ModelRefusedError
        A rule has no answer on these losses, or full placement is required and a sector has a part
        that nobody takes.
    """
    book, rule = pilot_book(plan, pilot), plan.pool.terms.shares
    if isinstance(rule, ReadsPilotBook):
        plan = _with_shares(plan, rule.read(plan.members, book))
    if isinstance(plan.profit, ReadsPilot):
        deficits = plan.shares.liability @ book.claims
        deficits -= (plan.shares.premium @ book.kept)[:, None]
        plan = replace(plan, profit=plan.profit.read(deficits))
    return plan


def pilot_book(plan: Plan, pilot: NetTable) -> PilotBook:
    """Return year 1 of the ``pilot`` by sector."""
    sectors, of = plan.layout.sectors, list(plan.layout.sector_of_line)
    premium, kept = np.zeros((2, len(sectors)))
    claims: FloatArray = np.zeros((len(sectors), pilot.net.shape[2]))
    np.add.at(premium, of, plan.pool.premium[:, 0])
    np.add.at(kept, of, plan.layout.margin[:, 0] - pilot.cost[:, 0].mean(axis=1))
    np.add.at(claims, of, pilot.net[:, 0])
    return PilotBook(sectors, premium, kept, claims)


def _with_shares(plan: Plan, shares: ShareTable) -> Plan:
    yearly = placed_years(shares, plan.members, plan.years, full=plan.pool.terms.full_placement)
    pool = replace(plan.pool, yearly=yearly if plan.pool.yearly else ())
    layout = replace(plan.layout, shares=yearly[0])
    return replace(plan, shares=yearly[0], layout=layout, pool=pool)
