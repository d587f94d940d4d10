"""What a deviation brings the one and costs the others, on the same losses."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.incentives.deviations import Case, Deviation, deviating
from coinsure.pool.account import settle
from coinsure.risk.estimate import Estimate
from coinsure.risk.uncertainty import mean_estimate
from coinsure.scenario.incentives import IncentiveTerms

ROUNDING = 1e-12
"""Part of the pool's premium below which a gain is rounding."""


@dataclass(frozen=True, slots=True)
class Gain:
    """Changes of a year's result, with paired errors; the insured's of what they bear."""

    own: Estimate  # of the member that deviates, with what it earns outside
    others: Estimate  # of all other members together
    insured: Estimate  # of claims that are unpaid or uninsured

    @property
    def pays(self) -> bool:
        """Whether the deviation brings something beyond chance."""
        return self.own.low is not None and self.own.low > 0.0


def gain(case: Case, kind: Deviation, member: int, terms: IncentiveTerms) -> Gain:
    """Return what the member gains by a deviation; the same losses are settled twice."""
    changed = deviating(case, kind, member, terms)
    before, borne = _results(case)
    after, borne_after = _results(changed)
    change = after - before
    own = change[member] + changed.outside.mean(axis=0)
    others = np.delete(change, member, axis=0).sum(axis=0)
    near = ROUNDING * float(case.pool.premium[:, 0].sum())
    return Gain(*(_mean(row, near) for row in (own, others, borne_after - borne)))


def _results(case: Case) -> tuple[FloatArray, FloatArray]:
    """Return each member's result, (M, P), and what the insured bear, (P,), a year on average."""
    accounts = settle(
        case.net, case.plan.shares, case.rule, case.pool, pages={}, with_capital=False
    )
    results = accounts.result.mean(axis=1)
    return results, (accounts.shortfall + accounts.uninsured).mean(axis=0)


def _mean(row: FloatArray, near: float) -> Estimate:
    """Return the mean over paths; exactly 0 where no path differs but by rounding."""
    return Estimate.exact(0.0) if float(np.abs(row).max()) <= near else mean_estimate(row)
