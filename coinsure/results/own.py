"""Members' own reinsurance in figures, and what it takes off the legal limits."""

from typing import Any

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.planning.plan import Plan
from coinsure.reinsurance.own import own_cover
from coinsure.results.accident import after_accident
from coinsure.results.estimates import Rows, figure
from coinsure.tables.net import NetTable
from coinsure.tables.own import OwnCover


def own_reinsurance(plan: Plan, annual: Rows) -> dict[str, Any]:
    """Return what every own treaty of a member costs and recovers in a year."""
    cover = _cover(plan, after_accident(plan, {}))
    if cover is None:
        return {}
    return {
        name: {
            "member": contract.member,
            "taken_by": contract.taken_by,
            "kind": contract.treaty.kind,
            "lines": list(contract.treaty.lines),
            "premium": float(cover.premium[k, 0]),
            "recovered": figure(annual.mean(f"own_reinsurance.{name}.recovered")),
            "net_cost": figure(annual.mean(f"own_reinsurance.{name}.net_cost")),
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
