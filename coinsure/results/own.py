"""Members' own reinsurance in figures, and what it takes off the legal limits."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.capital.counterparty import recoverable_factor
from coinsure.planning.plan import Plan
from coinsure.pool.member import Member
from coinsure.reinsurance.counterparty import Reinsurer
from coinsure.reinsurance.own import OwnReinsurance, own_cover
from coinsure.results.accident import after_accident
from coinsure.results.estimates import Rows, figure
from coinsure.scenario import Scenario
from coinsure.tables.net import NetTable
from coinsure.tables.own import OwnCover


@dataclass(frozen=True, slots=True)
class OwnDebt:
    """What the taker of an own treaty owes the member on average, and the capital for it."""

    exposure: float
    factor: float

    @property
    def charge(self) -> float:
        """Minimum capital of the covered member for the default of the taker."""
        return self.factor * self.exposure


def own_recoverables(scenario: Scenario, plan: Plan, annual: Rows) -> dict[str, OwnDebt]:
    """Return what the taker of each own treaty owes: ceded claims reserve and unearned premium.

    Another member is a domestic direct insurer with its solvency ratio from before the pool;
    where nobody is named the worst band of the rule counts.
    """
    cover = _cover(plan, after_accident(plan, {}))
    found: dict[str, OwnDebt] = {}
    for k, (name, contract) in enumerate(plan.own.items()):
        if cover is None:
            break
        recovered = annual.mean(f"own_reinsurance.{name}.recovered").value or 0.0
        reserve = scenario.capital.reserve_ratio * recovered
        unearned = scenario.capital.unearned_ratio * float(cover.cost[k, 0, 0])
        found[name] = OwnDebt(reserve + unearned, recoverable_factor(_taker(scenario, contract)))
    return found


def _taker(scenario: Scenario, contract: OwnReinsurance) -> Reinsurer:
    """Return who gives an own cover, as the solvency rules see it."""
    if contract.reinsurer is not None:
        return scenario.reinsurers[contract.reinsurer]
    if contract.taken_by is None:
        return Reinsurer()
    return as_reinsurer(scenario.members[contract.taken_by])


def as_reinsurer(member: Member) -> Reinsurer:
    """Return a member as the solvency rules see it where it takes risks of another insurer."""
    known = member.minimum_capital > 0.0
    ratio = member.actual_capital / member.minimum_capital if known else None
    return Reinsurer(solvency_ratio=ratio, direct_insurer=True)


def own_by_line(plan: Plan, annual: Rows) -> tuple[FloatArray, FloatArray]:
    """Return premium and expected recoveries that members take from each other less what they cede.

    Both (M, L), by own treaties, of year 1.
    """
    premium, losses = np.zeros((2, len(plan.shares.members), len(plan.layout.lines)))
    cover = _cover(plan, after_accident(plan, {}))
    if cover is None:
        return premium, losses
    for k, name in enumerate(cover.names):
        for n, line in enumerate(cover.ceded[k].lines):
            row = f"own_reinsurance.{name}.lines.{plan.layout.lines[line]}.recovered"
            amounts = float(cover.ceded[k].premium[n, 0]), annual.mean(row).value or 0.0
            for rows, amount in zip((premium, losses), amounts, strict=True):
                rows[cover.member[k], line] -= amount
                if cover.taker[k] >= 0:
                    rows[cover.taker[k], line] += amount
    return premium, losses


def own_reinsurance(scenario: Scenario, plan: Plan, annual: Rows) -> dict[str, Any]:
    """Return what every own treaty of a member costs and recovers in a year, and its capital."""
    cover = _cover(plan, after_accident(plan, {}))
    if cover is None:
        return {}
    debts = own_recoverables(scenario, plan, annual)
    return {
        name: {
            "member": contract.member,
            "taken_by": contract.taken_by,
            "reinsurer": contract.reinsurer,
            "kind": contract.treaty.kind,
            "lines": list(contract.treaty.lines),
            "premium": float(cover.premium[k, 0]),
            "recovered": figure(annual.mean(f"own_reinsurance.{name}.recovered")),
            "lost": figure(annual.mean(f"own_reinsurance.{name}.lost")),
            "net_cost": figure(annual.mean(f"own_reinsurance.{name}.net_cost")),
            "exposure": debts[name].exposure,
            "factor": debts[name].factor,
            "charge": debts[name].charge,
        }
        for k, (name, contract) in enumerate(plan.own.items())
    }


def own_ceded(plan: Plan, table: NetTable) -> tuple[FloatArray, FloatArray]:
    """Return what each member cedes of one accident, and takes of other members, each (M,)."""
    cover = _cover(plan, table)
    return _by_member(plan, cover, None if cover is None else cover.recovered[:, 0, 0])


def own_premium(plan: Plan) -> FloatArray:
    """Return the premium of year 1 that each member cedes itself less what it takes, (M,)."""
    cover = _cover(plan, after_accident(plan, {}))
    ceded, taken = _by_member(plan, cover, None if cover is None else cover.premium[:, 0])
    return ceded - taken


def _cover(plan: Plan, table: NetTable) -> OwnCover | None:
    return own_cover(table, plan.own, plan.share_tables[:1], plan.layout.sector_of_line)


def _by_member(
    plan: Plan, cover: OwnCover | None, amount: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    """Add an amount of each contract (K,) to the member that cedes it and the one that takes it."""
    ceded, taken = np.zeros((2, len(plan.shares.members)))
    if cover is None or amount is None:
        return ceded, taken
    for member, taker, one in zip(cover.member, cover.taker, amount.tolist(), strict=True):
        ceded[member] += one
        if taker >= 0:
            taken[taker] += one
    return ceded, taken
