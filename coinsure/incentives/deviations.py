"""Three ways of acting against the pool, each as a change of what the settlement is given."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.planning.plan import Plan
from coinsure.pool.plan import PoolPlan
from coinsure.pool.profit import Division, ProfitRule, ProfitYear
from coinsure.scenario.incentives import IncentiveTerms
from coinsure.tables.net import NetTable

Deviation = Literal["keeps_back", "settles_loosely", "under_reserves"]
DEVIATIONS: tuple[Deviation, ...] = ("keeps_back", "settles_loosely", "under_reserves")


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What a settlement is given, and what one member earns besides, outside the pool."""

    net: NetTable
    plan: Plan
    pool: PoolPlan
    rule: ProfitRule
    outside: FloatArray  # (T, P) of the member that deviates
    brought: FloatArray  # (M, S) part of each sector's premium that a member brings


def honest(plan: Plan, net: NetTable) -> Case:
    """Return the settlement in which nobody deviates."""
    none = np.zeros(net.net.shape[1:])
    return Case(net, plan, plan.pool, plan.profit_rule, none, plan.shares.premium)


def deviating(case: Case, kind: Deviation, member: int, terms: IncentiveTerms) -> Case:
    """Return the settlement in which a member deviates in one way, by as much as ``terms`` say."""
    if kind == "keeps_back":
        return _keeps_back(case, member, terms)
    if kind == "settles_loosely":
        return _settles_loosely(case, terms)
    return replace(case, rule=ReportedLate(case.rule, member, terms.understated))


def best_line(case: Case, member: int) -> int:
    """Return the line on which the pool keeps most of the premium, of those the member brings."""
    net, brought = case.net, case.brought[member]
    lost = (net.net + net.cost)[:, 0].mean(axis=1)
    margin = (case.plan.layout.margin[:, 0] - lost) / case.pool.premium[:, 0]
    written = brought[list(case.plan.layout.sector_of_line)] > 0.0
    return int(np.argmax(np.where(written, margin, -np.inf)))


def _keeps_back(case: Case, member: int, terms: IncentiveTerms) -> Case:
    """Take the best risks of the member's best line out of the pool.

    What it keeps of what it brings has better claims than the line, so that those of the pool get
    worse; reinsurance costs what it did. Outside it bears
    its claims gross and pays the line's expenses, levies and brokerage, but not the office.
    """
    line, pool, net = best_line(case, member), case.pool, case.net
    sector = case.plan.layout.sector_of_line[line]
    part = terms.kept_back * float(case.brought[member, sector])
    claims = 1.0 - min(part * terms.quality, 1.0)
    premium = pool.premium.copy()
    premium[line] *= 1.0 - part
    kept = 1.0 - pool.expense_ratio[line] - pool.terms.levy_rate - pool.terms.brokerage_rate
    outside = part * pool.premium[line][:, None] * kept - (1.0 - claims) * net.gross[line]
    gross, left = net.gross.copy(), net.net.copy()
    gross[line] *= claims
    left[line] *= claims
    changed = replace(net, premium=premium, gross=gross, net=left)
    return replace(case, net=changed, pool=replace(pool, premium=premium), outside=outside)


def _settles_loosely(case: Case, terms: IncentiveTerms) -> Case:
    """Let the lead pay more for every claim and save the effort of settling it."""
    net, more = case.net, 1.0 + terms.looser
    written = case.plan.shares.premium.sum(axis=0)[list(case.plan.layout.sector_of_line)]
    saved = terms.effort_saved * (written @ case.pool.premium)
    outside = np.broadcast_to(saved[:, None], case.outside.shape)
    return replace(
        case, net=replace(net, gross=more * net.gross, net=more * net.net), outside=outside
    )


@dataclass(frozen=True, slots=True)
class ReportedLate:
    """A profit rule that is told of a part of one member's claims a year late.

    What is understated is reported in the next year, and nothing is understated in the last one.
    The member bears its claims when they fall due all the same.
    """

    rule: ProfitRule
    member: int
    part: float

    def rows(self) -> int:
        """Remember what the rule does, and what is understated."""
        return self.rule.rows() + 1

    def divide(self, year: ProfitYear, memory: FloatArray, held: FloatArray) -> Division:
        """Divide a ``year`` as it is reported."""
        hidden = np.zeros(1) if year.last else self.part * year.claims[self.member]
        shift = (hidden - memory[-1]) * year.standing[self.member]
        moved = np.zeros(np.broadcast_shapes(year.own.shape, (1, shift.size)))
        moved[self.member] = shift
        reported = replace(year, own=year.own + moved, claims=year.claims - moved)
        found = self.rule.divide(reported, memory[:-1], held)
        parts = found.parts - moved
        width = np.broadcast_shapes(found.memory.shape[1:], hidden.shape)
        kept = [np.broadcast_to(row, width) for row in (*found.memory, hidden)]
        return replace(found, parts=parts, memory=np.stack(kept))
