"""``simulate``: the losses of a block, a pure function of plan and block."""

from collections.abc import Iterator

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.simulation.aggregates import draw_aggregate
from coinsure.simulation.counting import draw_counts
from coinsure.simulation.factors import draw_factors
from coinsure.simulation.large import Kept, large_losses, single_losses
from coinsure.simulation.occurrences import draw_occurrences
from coinsure.simulation.plan import SimulationPlan
from coinsure.simulation.sizes import size_factor
from coinsure.simulation.store import LossStore
from coinsure.tables.losses import Block, LossTable


def simulate(plan: SimulationPlan, block: Block) -> LossTable:
    """Draw the losses of a block of paths.

    The same plan and path give the same bits, whatever block the path is in, on any thread and on
    any processor that has an fma. Only the numbers of occurrences count within the block.
    """
    total = np.zeros((len(plan.lines), plan.years, block.paths))
    kept = draw_losses(plan, block, total)
    return LossTable(
        block=block,
        lines=plan.lines,
        premium=plan.premium,
        total=total,
        account_line=np.arange(len(plan.lines), dtype=np.int32),
        large=large_losses(kept, plan.years * block.paths),
        weight=np.ones(block.paths),
        sites=plan.sites,
    )


def draw_losses(plan: SimulationPlan, block: Block, total: FloatArray) -> list[Kept]:
    """Add all losses of a block to ``total`` (L, T, P); return the large ones, not yet in order."""
    factors = draw_factors(plan.factors, plan.link, seed=plan.seed, block=block, years=plan.years)
    return [
        _components(plan, block, factors, total),
        *_aggregates(plan, block, factors, total),
        *_events(plan, block, factors, total),
    ]


def _components(
    plan: SimulationPlan, block: Block, factors: list[FloatArray | None], total: FloatArray
) -> Kept:
    """Draw the components without an aggregate, one after the other into one store."""
    rate = sum(component.kept_rate for component in plan.components)
    store = LossStore(rate * plan.years * block.paths)
    numbers: list[int] = []
    for component in plan.components:
        counts = draw_counts(
            component.counts,
            seed=plan.seed,
            stream=component.stream,
            block=block,
            years=plan.years,
            factors=factors,
        )
        before = store.kept
        store.add(
            component,
            seed=plan.seed,
            block=block,
            first_year=0,
            counts=counts,
            factor=size_factor(component.sizes, factors),
            total=total[component.line],
        )
        numbers.append(store.kept - before)
    row, time, amount = store.losses
    line = np.array([component.line for component in plan.components], np.int32)
    site = np.array([component.site for component in plan.components], np.int32)
    return single_losses(
        row=row,
        line=np.repeat(line, numbers),
        risk=np.repeat(site, numbers),
        time=time,
        amount=amount,
    )


def _aggregates(
    plan: SimulationPlan, block: Block, factors: list[FloatArray | None], total: FloatArray
) -> Iterator[Kept]:
    """Draw the lines whose policies have an aggregate."""
    for aggregate in plan.aggregates:
        of_line = total[aggregate.line]
        yield from draw_aggregate(
            aggregate, seed=plan.seed, block=block, factors=factors, total=of_line
        )


def _events(
    plan: SimulationPlan, block: Block, factors: list[FloatArray | None], total: FloatArray
) -> list[Kept]:
    """Draw the named events; their occurrences are numbered through."""
    kept: list[Kept] = []
    occurrences = 0
    for event in plan.events:
        counts = draw_counts(
            event.counts,
            seed=plan.seed,
            stream=event.stream,
            block=block,
            years=plan.years,
            factors=factors,
        )
        kept += draw_occurrences(
            event,
            seed=plan.seed,
            block=block,
            counts=counts,
            first_occurrence=occurrences,
            total=total,
        )
        occurrences += int(counts.sum())
    return kept
