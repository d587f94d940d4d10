"""A worked settlement: what declared years of the pool leave to each member."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.errors import UsageError
from coinsure.planning.aim import PILOT_PATH_YEARS
from coinsure.planning.plan import Plan
from coinsure.pool.account import settle
from coinsure.reinsurance.programme import reinsure
from coinsure.reinsurance.public.pay import pay_public
from coinsure.simulation import simulate
from coinsure.tables.accounts import MEMBER_FLOWS
from coinsure.tables.losses import Block, LargeLosses, LossTable

LOSS_RATIOS = (0.4, 0.7, 1.2, 3.0)
"""Gross claims over gross premium of the declared years; assumption: good, usual, bad, very bad."""


@dataclass(frozen=True, slots=True, eq=False)
class WorkedYears:
    """Declared years, R of them, as the settlement closes them; money in the scenario's unit."""

    members: tuple[str, ...]
    lines: tuple[str, ...]
    loss_ratios: tuple[float, ...]  # (R,)
    losses: FloatArray  # (L, R) gross claims, for 100 %
    flow: FloatArray  # (M, F, R) in the order of MEMBER_FLOWS; + is received by the member
    reserve: FloatArray  # (R,) that the reserve's funds hold at the end of the year
    unpaid: FloatArray  # (R,) that the insured are not paid, unplaced parts included
    residual: float  # worst relative breach of conservation

    @property
    def result(self) -> FloatArray:
        """Return what each year leaves to each member, (M, R)."""
        return self.flow.sum(axis=1)

    def page(self, *flows: str) -> FloatArray:
        """Return some flows of each member, added up, (M, R)."""
        return self.flow[:, [MEMBER_FLOWS.index(flow) for flow in flows]].sum(axis=1)


def worked_years(plan: Plan, loss_ratios: Sequence[float] = LOSS_RATIOS) -> WorkedYears:
    """Settle a first year of the pool at each of some declared loss ratios.

    Each year stands on its own: it opens with the reserve that the agreement states, and the
    profit rule closes at its end. The claims are spread over lines (and bands of sums insured)
    as the pilot's are on average. No single loss is declared, so treaties on single losses or
    events cost their premium and recover nothing; no reinsurer fails, nor does a member by its
    rating. What members reinsure for themselves, or take as the pool's reinsurers, is no part
    of the agreement and is left out.

    Raises
    ------
    UsageError
        A loss ratio is negative or not finite.
    """
    wrong = [ratio for ratio in loss_ratios if not 0.0 <= ratio < np.inf]
    if wrong or not loss_ratios:
        raise UsageError(f"loss ratios {tuple(loss_ratios)}: declare numbers of 0 or more")
    losses = _declared(plan, np.array(loss_ratios, dtype=np.float64))
    net = pay_public(reinsure(losses, plan.treaties), plan.public_layers, plan.support)
    pool = replace(
        plan.pool,
        premium=plan.pool.premium[:, :1],
        yearly=plan.pool.yearly[:1],
        defaults=None,
    )
    accounts = settle(net, plan.shares, plan.profit_rule, pool)
    return WorkedYears(
        members=accounts.members,
        lines=losses.lines,
        loss_ratios=tuple(loss_ratios),
        losses=losses.by_line[:, 0],
        flow=accounts.flow[:, :, 0],
        reserve=accounts.reserve[:, 0].sum(axis=0),
        unpaid=accounts.shortfall[0] + accounts.uninsured[0],
        residual=accounts.residual,
    )


def _declared(plan: Plan, ratios: FloatArray) -> LossTable:
    """Return the losses of the declared years, a path each, without single losses."""
    seen = simulate(plan.simulation, plan.pilot(PILOT_PATH_YEARS))
    expected = seen.total[:, 0].mean(axis=1)
    claims = ratios * plan.pool.premium[:, 0].sum()
    none, number = np.empty(0), np.empty(0, dtype=np.int32)
    return replace(
        seen,
        block=Block(0, ratios.size),
        premium=plan.pool.premium[:, :1],
        total=(expected / expected.sum())[:, None, None] * claims,
        large=LargeLosses(
            start=np.zeros(ratios.size + 1, dtype=np.int64),
            line=number,
            risk=number,
            occurrence=number,
            count=number,
            time=none,
            amount=none,
        ),
        weight=np.ones(ratios.size),
    )
