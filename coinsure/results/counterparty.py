"""Reinsurers in figures: what each owes, does not pay and costs in capital; members among them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.capital.counterparty import recoverable_factor
from coinsure.planning.plan import Plan
from coinsure.results.accident import after_accident
from coinsure.results.estimates import Rows, figure
from coinsure.scenario import Scenario
from coinsure.tables.net import NetTable


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
    """Return what each reinsurer owes: ceded claims reserve and ceded unearned premium.

    The claims reserve is ``capital.reserve_ratio`` of the recoveries expected for a year, owed to
    the members by their liability shares of the lines that recover; the unearned premium is
    ``capital.unearned_ratio`` of what is ceded of the lines after commission, by premium shares.
    """
    reserve, unearned = scenario.capital.reserve_ratio, scenario.capital.unearned_ratio
    paid = premium_after_commission(plan, annual)
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
                    sector = plan.layout.sector_of_line[n]
                    expected = reserve * (annual.mean(row).value or 0.0)
                    owed = owed + share * plan.shares.liability[:, sector] * expected
                    ceded = unearned * paid[treaty][n]
                    owed = owed + share * plan.shares.premium[:, sector] * ceded
        found[name] = Debt(float(sum(owed.tolist())), factor, factor * owed)
    return found


def premium_after_commission(plan: Plan, annual: Rows) -> dict[str, FloatArray]:
    """Return the premium that every treaty takes from each line in year 1 after commission, (L,).

    A commission that depends on the losses is that of the mean year.
    """
    quiet, found = after_accident(plan, {}), dict[str, FloatArray]()
    for name, ceded in zip(quiet.treaties, quiet.ceded, strict=True):
        found[name] = np.zeros(len(plan.layout.lines))
        for n, line in enumerate(ceded.lines):
            row = f"reinsurance.{name}.lines.{plan.layout.lines[line]}.commission"
            fixed = float(ceded.commission[n, 0, 0])
            commission = annual.mean(row).value or 0.0 if annual.has(row) else fixed
            found[name][line] = float(ceded.premium[n, 0]) - commission
    return found


def assumed_by_line(scenario: Scenario, plan: Plan, annual: Rows) -> tuple[FloatArray, FloatArray]:
    """Return premium and expected recoveries of what members take of the pool, each (M, L).

    Both are of year 1 and of the placed part of the lines.
    """
    premium, losses = np.zeros((2, len(scenario.members), len(plan.layout.lines)))
    quiet = after_accident(plan, {})
    written = placed_of_lines(plan.shares.premium, plan)
    carried = placed_of_lines(plan.shares.liability, plan)
    for member, r, share in _taken(scenario):
        premium[member] += share * written * quiet.treaty_premium[r, :, 0]
        for n, line in enumerate(plan.layout.lines):
            row = f"reinsurance.{quiet.treaties[r]}.lines.{line}.recovered"
            if annual.has(row):
                losses[member, n] += share * carried[n] * (annual.mean(row).value or 0.0)
    return premium, losses


def assumed(scenario: Scenario, plan: Plan, annual: Rows) -> dict[str, Any]:
    """Return what members take of the pool's treaties: premium, recoveries and result of a year."""
    premium, losses = assumed_by_line(scenario, plan, annual)
    return {
        name: {
            "premium": float(premium[m].sum()),
            "recovered": float(losses[m].sum()),
            "result": figure(annual.mean(f"members.{name}.assumed")),
        }
        for m, name in enumerate(scenario.members)
        if annual.has(f"members.{name}.assumed")
    }


def _taken(scenario: Scenario) -> Iterator[tuple[int, int, float]]:
    """Yield the members that are reinsurers, by number, of which treaty, and their parts of it."""
    members = tuple(scenario.members)
    for r, treaty in enumerate(scenario.reinsurance.values()):
        for name, share in (treaty.reinsurers or {}).items():
            member = scenario.reinsurers[name].member
            if member is not None:
                yield members.index(member), r, share


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


def assumed_losses(scenario: Scenario, table: NetTable, placed: FloatArray) -> FloatArray:
    """Return what members that are reinsurers pay of the recoveries of one accident, (M,).

    The treaties cover no more of each line than the part that is ``placed`` (L,) in the pool.
    """
    recovered = np.zeros((len(table.treaties), len(table.lines)))
    for r, ceded in enumerate(table.ceded):
        recovered[r, list(ceded.lines)] = ceded.recovered[:, 0, 0]
    return _assumed(scenario, recovered, placed)


def assumed_premium(scenario: Scenario, plan: Plan, placed: FloatArray) -> FloatArray:
    """Return the premium of year 1 that members take as reinsurers of the placed part, (M,)."""
    return _assumed(scenario, after_accident(plan, {}).treaty_premium[:, :, 0], placed)


def placed_of_lines(shares: FloatArray, plan: Plan) -> FloatArray:
    """Return the part of each line that members have taken, (L,), by their ``shares`` (M, S)."""
    return shares.sum(axis=0)[list(plan.layout.sector_of_line)]


def _assumed(scenario: Scenario, of_treaty: FloatArray, placed: FloatArray) -> FloatArray:
    """Divide the placed part of an amount of each treaty and line (R, L) among its takers, (M,)."""
    taken = np.zeros(len(scenario.members))
    for member, r, share in _taken(scenario):
        taken[member] += share * float((of_treaty[r] * placed).sum())
    return taken
