"""Counts of a block, year by year and path by path."""

import numpy as np

from coinsure.arrays import FloatArray, Int32Array
from coinsure.kernels.counts import counts_of_many_means, counts_of_one_mean
from coinsure.simulation.factors import draw_quantiles
from coinsure.simulation.plan import CountPlan, CountTable, KnownCounts, MixedCounts, YearlyCounts
from coinsure.tables.losses import Block


def draw_counts(
    plan: CountPlan,
    *,
    seed: int,
    stream: int,
    block: Block,
    years: int,
    factors: list[FloatArray | None],
) -> Int32Array:
    """Return the counts of a component or an event, (T, P)."""
    counts = np.empty((years, block.paths), np.int32)
    if isinstance(plan, KnownCounts):
        counts[:] = plan.by_year[:, None]
    elif isinstance(plan, CountTable):
        _of_table(plan, seed, stream, block, 0, counts)
    elif isinstance(plan, YearlyCounts):
        for year, table in enumerate(plan.by_year):
            _of_table(table, seed, stream, block, year, counts[year : year + 1])
    else:
        mean = _means(plan, seed=seed, block=block, factors=factors)
        counts_of_many_means(seed, stream, block.first, 0, mean, plan.dispersion, plan.none, counts)
    return counts


def _of_table(
    table: CountTable, seed: int, stream: int, block: Block, first_year: int, counts: Int32Array
) -> None:
    counts_of_one_mean(
        seed, stream, block.first, first_year, table.lowest, table.cumulative, table.guide, counts
    )


def _means(
    plan: MixedCounts, *, seed: int, block: Block, factors: list[FloatArray | None]
) -> FloatArray:
    """Return the expected counts given the factors, (T, P)."""
    mean = np.repeat(plan.mean[:, None], block.paths, axis=1)
    factor = factors[plan.factor] if plan.factor >= 0 else None
    if factor is not None:
        mean *= factor
    if plan.level is not None:
        mean *= draw_quantiles(
            plan.level, seed=seed, stream=plan.level_stream, block=block, years=1
        )
    return mean
