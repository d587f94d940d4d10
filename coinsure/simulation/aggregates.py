"""Lines whose policies have an aggregate: every loss is drawn with its risk, and paid in turn."""

from collections.abc import Iterator, Sequence

import numpy as np

from coinsure.arrays import FloatArray, Int32Array
from coinsure.kernels.aggregate import draw_risks, pay_up_to_aggregate
from coinsure.simulation.component_plan import NO_SITE
from coinsure.simulation.counting import draw_counts
from coinsure.simulation.large import Kept, single_losses
from coinsure.simulation.plan import AggregatePlan
from coinsure.simulation.sizes import size_factor
from coinsure.simulation.store import LossStore
from coinsure.tables.losses import Block

CHUNK = 2048
"""Paths whose losses of one year are drawn together: few enough for them to stay in cache."""


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
    stretches = [size_factor(component.sizes, factors) for component in plan.components]
    rate = sum(component.kept_rate for component in plan.components)
    store = LossStore(rate * CHUNK)
    for first in range(0, block.paths, CHUNK):
        part = Block(block.first + first, min(CHUNK, block.paths - first))
        paths = slice(first, first + part.paths)
        for year in range(years):
            of_year = [np.ascontiguousarray(count[year : year + 1, paths]) for count in counts]
            stretched = [x if x is None else x[year : year + 1, paths] for x in stretches]
            risk = _draw_year(plan, store, of_year, stretched, seed=seed, block=part, year=year)
            path, time, amount = store.losses
            most, risks = float(plan.aggregate[year]), int(plan.risks[year])
            pay_up_to_aggregate(path, risk, time, most, risks, amount, total[year, paths])
            large = np.flatnonzero(amount > plan.threshold)
            yield single_losses(
                line=np.full(large.size, plan.line, np.int32),
                row=year * block.paths + first + path[large],
                risk=risk[large],
                time=time[large],
                amount=amount[large],
            )


def _draw_year(
    plan: AggregatePlan,
    store: LossStore,
    counts: Sequence[Int32Array],
    factors: Sequence[FloatArray | None],
    *,
    seed: int,
    block: Block,
    year: int,
) -> Int32Array:
    """Put all losses of one year into the ``store`` and return the risks that they hit."""
    store.kept = 0
    unused = np.zeros((1, block.paths))
    risks: list[Int32Array] = []
    for component, count, factor in zip(plan.components, counts, factors, strict=True):
        begin = store.kept
        store.add(
            component,
            seed=seed,
            block=block,
            first_year=year,
            counts=count,
            factor=factor,
            total=unused,
        )
        path, draw = store.row[begin : store.kept], store.draw[begin : store.kept]
        risk = np.full(draw.size, component.site, np.int32)
        if component.site == NO_SITE:
            stream = component.risk_stream
            risks_of_year = int(plan.risks[year])
            draw_risks(seed, stream, block.first, year, path, draw, risks_of_year, risk)
        risks.append(risk)
    return np.concatenate(risks)
