"""Lines whose policies have an aggregate: every loss is drawn with its risk, and paid in turn."""

from collections.abc import Iterator

import numpy as np

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels.aggregate import pay_up_to_aggregate
from coinsure.kernels.draws import uniforms_of_words
from coinsure.kernels.order import order_losses
from coinsure.simulation.counting import draw_counts
from coinsure.simulation.large import Kept, kept_of_line
from coinsure.simulation.occurrences import draw_words
from coinsure.simulation.plan import AggregatePlan, ComponentPlan
from coinsure.simulation.store import LossStore
from coinsure.tables.losses import Block


def draw_aggregate(
    plan: AggregatePlan,
    *,
    seed: int,
    block: Block,
    factors: list[FloatArray | None],
    total: FloatArray,
) -> Iterator[Kept]:
    """Draw the losses of a line, add what is paid to ``total`` (T, P) and yield the large ones.

    One year at a time, so that a block's losses need not all be there at once.
    """
    years = total.shape[0]
    counts = [
        draw_counts(
            component.counts,
            seed=seed,
            stream=component.stream,
            block=block,
            years=years,
            factors=factors,
        )
        for component in plan.components
    ]
    rate = sum(component.kept_rate for component in plan.components)
    store = LossStore(rate * block.paths)
    for year in range(years):
        store.kept = 0
        risks: list[Int32Array] = []
        for component, count in zip(plan.components, counts, strict=True):
            begin = store.kept
            store.add(
                component,
                seed=seed,
                block=block,
                first_year=year,
                counts=count[year : year + 1],
                total=np.zeros((1, block.paths)),
            )
            path = block.first + store.row[begin : store.kept]
            draw = store.draw[begin : store.kept]
            risks.append(_risks(component, plan.risks, seed=seed, path=path, year=year, draw=draw))
        row, time, amount = store.losses
        risk = np.concatenate(risks)
        _pay(plan, row=row, risk=risk, time=time, amount=amount, total=total[year])
        large = np.flatnonzero(amount > plan.threshold)
        yield kept_of_line(
            plan.line,
            row=row[large] + year * block.paths,
            risk=risk[large],
            time=time[large],
            amount=amount[large],
        )


def _risks(
    component: ComponentPlan, risks: int, *, seed: int, path: IntArray, year: int, draw: Int32Array
) -> Int32Array:
    """Return the risk that each loss of a year hits, (E,): the site, or any of them alike."""
    if component.site >= 0:
        return np.full(draw.size, component.site, np.int32)
    words = draw_words(seed, component.risk_stream, path, np.full(draw.size, year), draw)
    u = np.empty(draw.size)
    uniforms_of_words(words, u)
    return (u * risks).astype(np.int32)


def _pay(
    plan: AggregatePlan,
    *,
    row: IntArray,
    risk: Int32Array,
    time: FloatArray,
    amount: FloatArray,
    total: FloatArray,
) -> None:
    """Cut the amounts (E,) of a year to what their risks have left; add them to ``total`` (P,)."""
    alike = np.zeros(row.size, np.int32)
    start, order = np.empty(total.size + 1, np.int64), np.empty(row.size, np.int64)
    order_losses(row, time, alike, alike, start, order)
    pay_up_to_aggregate(start, order, risk, plan.aggregate, plan.risks, amount, total)
