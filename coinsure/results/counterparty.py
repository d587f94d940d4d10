"""Reinsurers in figures: what each owes, does not pay and costs in capital; members among them."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.capital.counterparty import recoverable_factor
from coinsure.planning.plan import Plan
from coinsure.results.accident import after_accident
from coinsure.results.estimates import Rows, figure
from coinsure.scenario import Scenario
from coinsure.tables.net import FLOWS, NetTable

RECOVERED = FLOWS.index("recovered")
PREMIUMS = [FLOWS.index(flow) for flow in ("premium", "adjustment")]


@dataclass(frozen=True, slots=True, eq=False)
class Debt:
    """What a reinsurer owes the placed book on average, and the capital that C-ROSS II asks."""

    exposure: float
    factor: float
    by_member: FloatArray  # (M,) charge

    @property
    def charge(self) -> float:
        """Minimum capital of all members for the default of this reinsurer."""
        return float(sum(self.by_member.tolist()))


def recoverables(scenario: Scenario, plan: Plan, annual: Rows) -> dict[str, Debt]:
    """Return what each reinsurer owes: the ceded claims reserve, as the net one is estimated.

    The reserve is ``capital.reserve_ratio`` of the recoveries expected for a year; each member is
    owed by its liability share of the lines that recover.
    """
    found: dict[str, Debt] = {}
    for name, reinsurer in scenario.reinsurers.items():
        factor = recoverable_factor(reinsurer)
        owed = np.zeros(len(plan.shares.members))
        for treaty, terms in plan.treaties.items():
            share = (terms.reinsurers or {}).get(name, 0.0)
            if share == 0.0:
                continue
            for n, line in enumerate(plan.layout.lines):
                row = f"reinsurance.{treaty}.lines.{line}.recovered"
                if annual.has(row):
                    liability = plan.shares.liability[:, plan.layout.sector_of_line[n]]
                    owed = owed + liability * (share * (annual.mean(row).value or 0.0))
        owed = scenario.capital.reserve_ratio * owed
        found[name] = Debt(float(sum(owed.tolist())), factor, factor * owed)
    return found


def reinsurers(scenario: Scenario, annual: Rows, debts: dict[str, Debt]) -> dict[str, Any]:
    """Return recoveries owed and lost, and the capital charge, of every reinsurer."""
    return {
        name: {
            "label": one.label.model_dump() if one.label else {"zh": name, "en": name},
            "domicile": one.domicile,
            "solvency_ratio": one.solvency_ratio,
            "member": one.member,
            "default_probability": one.default_probability,
            "owed": figure(annual.mean(f"reinsurers.{name}.owed")),
            "lost": figure(annual.mean(f"reinsurers.{name}.lost")),
            "exposure": debts[name].exposure,
            "factor": debts[name].factor,
            "charge": debts[name].charge,
        }
        for name, one in scenario.reinsurers.items()
    }


def assumed_losses(scenario: Scenario, table: NetTable) -> FloatArray:
    """Return what members that are reinsurers pay of the recoveries of one accident, (M,)."""
    return _assumed(scenario, table.flows[:, RECOVERED, 0, 0])


def assumed_premium(scenario: Scenario, plan: Plan) -> FloatArray:
    """Return the reinsurance premium of year 1 that members take as reinsurers, (M,)."""
    flows = after_accident(plan, {}).flows[:, PREMIUMS, 0, 0]
    return _assumed(scenario, flows[:, 0] + flows[:, 1])


def _assumed(scenario: Scenario, of_treaty: FloatArray) -> FloatArray:
    """Divide an amount of each treaty (R,) among the members that are its reinsurers, (M,)."""
    members = tuple(scenario.members)
    taken = np.zeros(len(members))
    for amount, treaty in zip(of_treaty.tolist(), scenario.reinsurance.values(), strict=True):
        for name, share in (treaty.reinsurers or {}).items():
            member = scenario.reinsurers[name].member
            if member is not None:
                taken[members.index(member)] += share * amount
    return taken
