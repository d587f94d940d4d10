"""What members' minimum capital becomes with their shares of the pool, as curves of the shares."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.capital.company import Added, Requirement, minimum_capital, requirement
from coinsure.capital.cross2 import non_life_risk, non_life_slopes
from coinsure.decision.sizing import Curve
from coinsure.planning.plan import Plan
from coinsure.pool.member import Member
from coinsure.results.capital import arrears_charges, charge_of_shares
from coinsure.results.counterparty import assumed_by_line, recoverables
from coinsure.results.estimates import Rows
from coinsure.scenario import Scenario
from coinsure.scenario.money import YUAN
from coinsure.tables.shares import ShareTable

SMALLEST = 1e-12
"""Share at which the slope of a charge is taken where a member has none."""


@dataclass(frozen=True, slots=True, eq=False)
class _Load:
    """What the whole of each sector charges, and what a member takes besides its shares."""

    premium: FloatArray  # (C, S) by class and sector
    reserve: FloatArray  # (C, S)
    credit: FloatArray  # (S,) for arrears and recoverables
    premium_besides: FloatArray  # (M, C)
    reserve_besides: FloatArray  # (M, C)


def requirements(
    scenario: Scenario, plan: Plan, rows: Rows, *, errors: float = 0.0
) -> tuple[Curve, ...]:
    """Return what the pool adds to every member's minimum capital, convex in the shares (M, S).

    With an own book the pool's charges join it class by class and everything is aggregated again;
    without one they are added plainly to it, an upper bound. Amounts are of
    year 1, with what a member takes of the pool's treaties and without its own reinsurance;
    expected losses are moved up by so many standard ``errors``.
    """
    load = _load(scenario, plan, rows, errors)
    return tuple(_curve(scenario, name, m, load) for m, name in enumerate(scenario.members))


def before_pool(scenario: Scenario, member: Member) -> float:
    """Return a member's minimum capital without the pool, by its own book where it has one."""
    if member.own_book is None:
        return member.minimum_capital
    return minimum_capital(member.own_book, YUAN[scenario.unit])


def by_sector(plan: Plan, sectors: Sequence[str]) -> Plan:
    """Return the plan of a pool in which each member carries one sector whole.

    What is linear in shares, asked of it, is answered by sector.
    """
    whole, names = np.eye(len(sectors)), tuple(sectors)
    return replace(plan, shares=ShareTable(names, names, whole, whole))


def _load(scenario: Scenario, plan: Plan, rows: Rows, errors: float) -> _Load:
    sectors = plan.layout.sectors
    treatment = scenario.capital.tech_treatment
    of_sector = [
        charge_of_shares(scenario, plan, rows, treatment, whole, whole, errors=errors)
        for whole in np.eye(len(sectors))
    ]
    none = np.zeros(len(sectors))
    premium, losses = assumed_by_line(scenario, plan, rows)
    besides = [
        charge_of_shares(scenario, plan, rows, treatment, none, none, (mine, lost), errors=errors)
        for mine, lost in zip(premium, losses, strict=True)
    ]
    return _Load(
        premium=np.stack([charge.premium for charge in of_sector], axis=1),
        reserve=np.stack([charge.reserve for charge in of_sector], axis=1),
        credit=_credit_risk(scenario, by_sector(plan, sectors), rows),
        premium_besides=np.stack([charge.premium for charge in besides]),
        reserve_besides=np.stack([charge.reserve for charge in besides]),
    )


def _credit_risk(scenario: Scenario, plan: Plan, rows: Rows) -> FloatArray:
    """Return what a share of each sector adds in charges for arrears and recoverables, (S,)."""
    charged = np.array(arrears_charges(scenario, plan))
    for debt in recoverables(scenario, plan, rows).values():
        charged = charged + debt.by_member
    return charged


def _curve(scenario: Scenario, name: str, number: int, load: _Load) -> Curve:
    member, yuan = scenario.members[name], YUAN[scenario.unit]
    alone = before_pool(scenario, member)

    def at(shares: FloatArray) -> tuple[float, FloatArray]:
        mine = np.maximum(shares[number], SMALLEST)
        added = Added(
            load.premium @ mine + load.premium_besides[number],
            load.reserve @ mine + load.reserve_besides[number],
            float(load.credit @ shares[number]),
        )
        if member.own_book is None:
            needed = _plain(alone, added)
        else:
            needed = requirement(member.own_book, yuan, added)
        slope = np.zeros_like(shares)
        slope[number] = (
            needed.by_premium @ load.premium
            + needed.by_reserve @ load.reserve
            + needed.by_credit * load.credit
        )
        return needed.total - alone, slope

    return Curve(name, at)


def _plain(minimum: float, added: Added) -> Requirement:
    """Return a minimum capital with the charges of the pool simply on top of it."""
    charge = non_life_risk(added.premium, added.reserve)
    slopes = non_life_slopes(added.premium, added.reserve)
    return Requirement(minimum + charge + added.credit, *slopes, 1.0)
