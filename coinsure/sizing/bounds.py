"""The limits on members' shares that a scenario and the law set, as rows of a programme."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.capital.limits import PREMIUM_MULTIPLE, UNIT_FRACTION
from coinsure.decision.sizing import Book, Limit
from coinsure.errors import ModelRefusedError
from coinsure.planning.plan import Plan
from coinsure.pool.member import Member
from coinsure.results.accident import after_accident
from coinsure.results.counterparty import assumed_losses, assumed_premium, placed_of_lines
from coinsure.results.estimates import Rows
from coinsure.results.legal import kept_premium
from coinsure.risk.measures import tail_value_at_risk
from coinsure.risk.sums import in_groups, in_order
from coinsure.scenario import Scenario
from coinsure.sizing.solvency import before_pool, by_sector

SMALLEST = 1e-6
"""Part of the pool's premium that matters for a limit on money, however little it allows."""


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """What the limits are made of."""

    scenario: Scenario
    plan: Plan
    rows: Rows
    book: Book

    def row(self, member: int, of_sector: FloatArray) -> FloatArray:
        """Return weights (M, S) that count the shares of one member."""
        weight = np.zeros((len(self.book.members), len(self.book.sectors)))
        weight[member] = of_sector
        return weight

    def one(self, member: int, sector: int, sign: float = 1.0) -> FloatArray:
        """Return weights (M, S) that count one share."""
        weight = np.zeros((len(self.book.members), len(self.book.sectors)))
        weight[member, sector] = sign
        return weight


def limits_of(bounds: Bounds) -> list[Limit]:
    """Return every limit; curve m is member m's TVaR, M + m what its solvency needs more.

    Where own business varies, curve m is what the pool adds to it, and 2 M + m the TVaR of the
    pool alone, by which a run holds members to their capital and their risk budgets.
    """
    found = list(_placement(bounds))
    law = list(_risk_units(bounds))
    written = _premium_kept(bounds) if bounds.scenario.limits.article_102 else iter(())
    for m, (name, member) in enumerate(bounds.scenario.members.items()):
        found += _agreed(bounds, m, name, member)
        found += _capital(bounds, m, name, member)
    return [*found, *written, *law]


def _placement(bounds: Bounds) -> Iterator[Limit]:
    """Ask all members together to carry what is placed now."""
    for s, sector in enumerate(bounds.book.sectors):
        weight = np.zeros((len(bounds.book.members), len(bounds.book.sectors)))
        weight[:, s] = 1.0
        placed = float(bounds.plan.shares.liability[:, s].sum())
        yield Limit("placement", None, sector, weight, placed, equal=True)


def _agreed(bounds: Bounds, m: int, name: str, member: Member) -> Iterator[Limit]:
    """Hold a member to its offers and to what is agreed, sector by sector."""
    terms = bounds.scenario.sizing
    least = max(terms.min_share, terms.lead_share if member.lead else 0.0)
    for s, sector in enumerate(bounds.book.sectors):
        if sector in member.appetite:
            yield Limit("appetite", name, sector, bounds.one(m, s), member.appetite[sector])
        if terms.max_share < 1.0:
            yield Limit("max_share", name, sector, bounds.one(m, s), terms.max_share)
        if least > 0.0:
            kind = "lead_share" if least > terms.min_share else "min_share"
            yield Limit(kind, name, sector, bounds.one(m, s, -1.0), -least)
        if sector in member.capacity:
            largest = _largest_unit(bounds, sector)
            yield Limit(
                "capacity", name, sector, bounds.one(m, s, largest), member.capacity_for(sector)
            )


def _capital(bounds: Bounds, m: int, name: str, member: Member) -> Iterator[Limit]:
    """Hold a member to its money: solvency, part of its capital, risk budget, fairness."""
    scenario, terms = bounds.scenario, bounds.scenario.sizing
    members = len(bounds.book.members)
    nothing = bounds.row(m, np.zeros(len(bounds.book.sectors)))
    if member.minimum_capital > 0.0 or member.own_book is not None:
        held = {"comprehensive_solvency": member.actual_capital / terms.comprehensive_floor}
        if member.own_book is not None:
            held["core_solvency"] = member.own_book.core_capital / terms.core_floor
        before = before_pool(scenario, member)
        for kind, most in held.items():
            room = most - before
            yield Limit(kind, name, None, nothing, room, {members + m: 1.0}, scale=before)
    least = SMALLEST * float(in_order(bounds.book.premium))
    alone = m if bounds.book.own is None else 2 * members + m
    part = scenario.limits.max_member_capital_use
    if part is not None:
        most = part * member.actual_capital
        yield Limit("capital_use", name, None, nothing, most, {alone: 1.0}, scale=least)
    if member.risk_budget is not None:
        most = member.risk_budget
        yield Limit("risk_budget", name, None, nothing, most, {alone: 1.0}, scale=least)
    if terms.fairness is not None:
        weight = bounds.book.fees(m)
        weight[m] += in_order(bounds.book.deficit) / bounds.book.deficit.shape[1]
        fair = (1.0 - terms.fairness) * _return_of_pool(bounds)
        yield Limit("fairness", name, None, weight, 0.0, {m: fair})


def _premium_kept(bounds: Bounds) -> Iterator[Limit]:
    """Hold members to article 102: premium kept in the pool and in the rest of the company."""
    kept = kept_premium(by_sector(bounds.plan, bounds.book.sectors))
    placed = placed_of_lines(bounds.plan.shares.premium, bounds.plan)
    assumed = assumed_premium(bounds.scenario, bounds.plan, placed)
    for m, (name, member) in enumerate(bounds.scenario.members.items()):
        most = PREMIUM_MULTIPLE * member.paid_in_capital_and_reserves
        besides = (member.retained_premium or 0.0) + float(assumed[m])
        yield Limit("article_102", name, None, bounds.row(m, kept), most - besides)


def _risk_units(bounds: Bounds) -> Iterator[Limit]:
    """Hold members to article 103: what is kept of a risk unit after the pool's reinsurance."""
    if not bounds.scenario.limits.article_103:
        return
    placed = placed_of_lines(bounds.plan.shares.liability, bounds.plan)
    for unit, covers in bounds.scenario.risk_units.items():
        table = after_accident(bounds.plan, covers.covers)
        sectors = np.array(bounds.plan.layout.sector_of_line)
        net = in_groups(sectors, table.net[:, 0, 0], len(bounds.book.sectors))
        assumed = assumed_losses(bounds.scenario, table, placed)
        for m, (name, member) in enumerate(bounds.scenario.members.items()):
            besides = member.elsewhere.get(unit, 0.0) + float(assumed[m])
            most = UNIT_FRACTION * member.paid_in_capital_and_reserves
            yield Limit("article_103", name, unit, bounds.row(m, net), most - besides)


def _largest_unit(bounds: Bounds, sector: str) -> float:
    """Return the largest amount, for 100 %, that one accident can cost the sector."""
    amounts = [
        sum(amount for line, amount in unit.covers.items() if line.partition(".")[0] == sector)
        for unit in bounds.scenario.risk_units.values()
    ]
    return max(amounts, default=0.0)


def _return_of_pool(bounds: Bounds) -> float:
    """Return the mean result of the placed pool over its TVaR."""
    placed = bounds.plan.shares.liability.sum(axis=0)
    deficit = np.add.accumulate(placed[:, None] * bounds.book.deficit)[-1]
    capital = tail_value_at_risk(deficit, bounds.scenario.capital.level)
    result = -float(in_order(deficit)) / deficit.size
    if result <= 0.0 or capital <= 0.0:
        raise ModelRefusedError(
            f"sizing.fairness: the pool's result is {result:.6g} a year on a capital of "
            f"{capital:.6g}, so there is no return to share fairly; leave fairness out"
        )
    return result / capital
