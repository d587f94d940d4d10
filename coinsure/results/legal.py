"""What the Insurance Law lets a member keep: articles 102 and 103, for members and risk units."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.capital.limits import (
    PoolLine,
    RetainedPremium,
    RiskUnit,
    UnitLiability,
    pool_line,
    retained_premium,
    unit_liabilities,
)
from coinsure.planning.plan import Plan
from coinsure.results.accident import after_accident, ceded_premium
from coinsure.results.counterparty import assumed_losses, assumed_premium, placed_of_lines
from coinsure.results.own import own_ceded, own_premium
from coinsure.scenario import Scenario


@dataclass(frozen=True, slots=True, eq=False)
class LegalLimits:
    """Articles 102 and 103 of the Insurance Law, member by member and risk unit by risk unit."""

    premium: dict[str, RetainedPremium]  # by member
    units: dict[str, tuple[UnitLiability, ...]]  # by risk unit, members in order
    lines: dict[str, PoolLine]  # by risk unit


def legal_limits(scenario: Scenario, plan: Plan) -> LegalLimits:
    """Check articles 102 and 103 for every member, covers of a risk unit added."""
    members = plan.shares.members
    base = np.array([member.paid_in_capital_and_reserves for member in scenario.members.values()])
    units = {
        name: _risk_unit(name, unit.covers, scenario, plan)
        for name, unit in scenario.risk_units.items()
    }
    carried = {name: unit for name, unit in units.items() if (unit.shares * unit.gross).any()}
    written = placed_of_lines(plan.shares.premium, plan)
    kept = kept_premium(plan) + assumed_premium(scenario, plan, written) - own_premium(plan)
    return LegalLimits(
        premium={
            name: retained_premium(name, float(base[m]), member.retained_premium, float(kept[m]))
            for m, (name, member) in enumerate(scenario.members.items())
        },
        units={name: unit_liabilities(unit, members, base) for name, unit in units.items()},
        lines={name: pool_line(unit, members, base) for name, unit in carried.items()},
    )


def kept_premium(plan: Plan) -> FloatArray:
    """Return the premium that each member keeps in year 1, (M,)."""
    of_line = plan.pool.premium[:, 0] - ceded_premium(plan)
    kept = np.zeros(len(plan.shares.members))
    for line, sector in enumerate(plan.layout.sector_of_line):
        kept = kept + plan.shares.premium[:, sector] * of_line[line]
    return kept


def _risk_unit(name: str, covers: Mapping[str, float], scenario: Scenario, plan: Plan) -> RiskUnit:
    """Put a risk unit through the reinsurance: one accident that uses every cover up."""
    lines = [plan.layout.lines.index(line) for line in covers]
    table = after_accident(plan, covers)
    net = table.net[:, 0, 0]
    elsewhere = [member.elsewhere.get(name, 0.0) for member in scenario.members.values()]
    ceded, taken = own_ceded(plan, table)
    carried = placed_of_lines(plan.shares.liability, plan)
    besides = np.array(elsewhere) + assumed_losses(scenario, table, carried) + taken
    sectors = [plan.layout.sector_of_line[line] for line in lines]
    return RiskUnit(
        name,
        plan.shares.liability[:, sectors],
        np.array(list(covers.values())),
        net[lines],
        besides,
        ceded,
    )
