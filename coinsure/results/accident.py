"""One accident put through the reinsurance of year 1, or none: what is known without a draw."""

from collections.abc import Mapping

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.planning.plan import Plan
from coinsure.reinsurance.programme import reinsure
from coinsure.tables.losses import Block, LargeLosses, LossTable
from coinsure.tables.net import NetTable


def after_accident(plan: Plan, covers: Mapping[str, float]) -> NetTable:
    """Return what one occurrence that costs each line an amount leaves, and what it moves."""
    return reinsure(_hand_made(plan, covers), plan.treaties)


def ceded_premium(plan: Plan) -> FloatArray:
    """Return the premium after adjustment that all treaties take from each line, (L,)."""
    return after_accident(plan, {}).ceded_premium[:, 0]


def _hand_made(plan: Plan, amounts: Mapping[str, float]) -> LossTable:
    """Return one path of one year in which one occurrence costs each line an amount."""
    lines = plan.layout.lines
    found = sorted((lines.index(line), amount) for line, amount in amounts.items())
    count = len(found)
    total = np.zeros((len(lines), 1, 1))
    for line, amount in found:
        total[line, 0, 0] = amount
    large = LargeLosses(
        start=np.array([0, count]),
        line=np.array([line for line, _ in found], np.int32),
        risk=np.full(count, -1, np.int32),
        occurrence=np.zeros(count, np.int32),
        count=np.ones(count, np.int32),
        time=np.full(count, 0.5),
        amount=np.array([amount for _, amount in found], np.float64),
    )
    premium = np.ascontiguousarray(plan.pool.premium[:, :1])
    return LossTable(
        block=Block(0, 1),
        lines=lines,
        premium=premium,
        total=total,
        account_line=np.arange(len(lines), dtype=np.int32),
        large=large,
        weight=np.ones(1),
        sites=plan.simulation.sites,
    )
