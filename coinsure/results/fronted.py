"""What followers of a fronted pool (首席出单、成员分入) owe the lead, and the capital for it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from coinsure.capital.counterparty import recoverable_factor
from coinsure.planning.plan import Plan
from coinsure.results.accident import ceded_premium
from coinsure.results.estimates import Rows
from coinsure.results.own import as_reinsurer
from coinsure.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Follower:
    """What a follower owes the lead on average, and the C-ROSS II factor on it."""

    exposure: float
    factor: float

    @property
    def charge(self) -> float:
        """Minimum capital of the lead for the default of this follower."""
        return self.factor * self.exposure


def followers(scenario: Scenario, plan: Plan, annual: Rows) -> dict[str, Follower]:
    """Return what each follower owes the lead of a fronted pool in year 1; none if it is direct.

    To the lead a follower is a reinsurer that is a direct insurer. It owes its liability shares of
    the claims reserve, ``capital.reserve_ratio`` of the claims expected for a year net of the
    pool's treaties, and its premium shares of the unearned premium, ``capital.unearned_ratio`` of
    the premium net of them.

    Notes
    -----
    Rule 9 (30 December 2021), article 22, with k2 for a taker that is a direct insurer.
    """
    if scenario.pool.legal_form == "direct":
        return {}
    sectors = plan.layout.sectors
    claims = np.array([annual.mean(f"sectors.{name}.net").value or 0.0 for name in sectors])
    kept = plan.pool.premium[:, 0] - ceded_premium(plan)
    premium = np.bincount(plan.layout.sector_of_line, weights=kept, minlength=len(sectors))
    reserve = plan.shares.liability @ claims * scenario.capital.reserve_ratio
    unearned = plan.shares.premium @ premium * scenario.capital.unearned_ratio
    return {
        name: Follower(float(reserve[m] + unearned[m]), recoverable_factor(as_reinsurer(member)))
        for m, (name, member) in enumerate(scenario.members.items())
        if not member.lead
    }


def fronted(scenario: Scenario, plan: Plan, annual: Rows) -> dict[str, Any]:
    """Return the ``fronted`` part of ``summary.json``; empty where members insure directly."""
    return {
        name: {"exposure": one.exposure, "factor": one.factor, "charge": one.charge}
        for name, one in followers(scenario, plan, annual).items()
    }
