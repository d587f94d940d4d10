"""Counts of a block, year by year and path by path."""

import numpy as np

from coinsure.arrays import FloatArray, Int32Array
from coinsure.kernels.counts import counts_of_many_means, counts_of_one_mean
from coinsure.kernels.quantiles import yearly_quantiles
from coinsure.simulation.plan import (
    CountPlan,
    CountTable,
    FactorPlan,
    KnownCounts,
    MixedCounts,
    QuantileTable,
)
from coinsure.tables.losses import Block


def draw_factors(
    factors: tuple[FactorPlan, ...], *, seed: int, block: Block, years: int
) -> list[FloatArray | None]:
    """Return the yearly factor of each sector, (T, P), None where it has none."""
    return [
        factor.table
        and _quantiles(factor.table, seed=seed, stream=factor.stream, block=block, years=years)
        for factor in factors
    ]


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
        counts_of_one_mean(
            seed, stream, block.first, 0, plan.lowest, plan.cumulative, plan.guide, counts
        )
    else:
        mean = _means(plan, seed=seed, block=block, years=years, factors=factors)
        counts_of_many_means(seed, stream, block.first, 0, mean, plan.dispersion, counts)
    return counts


def _means(
    plan: MixedCounts, *, seed: int, block: Block, years: int, factors: list[FloatArray | None]
) -> FloatArray:
    """Return the expected counts given the factors, (T, P)."""
    mean = np.full((years, block.paths), plan.mean)
    factor = factors[plan.factor] if plan.factor >= 0 else None
    if factor is not None:
        mean *= factor
    if plan.level is not None:
        mean *= _quantiles(plan.level, seed=seed, stream=plan.level_stream, block=block, years=1)
    return mean


def _quantiles(
    table: QuantileTable, *, seed: int, stream: int, block: Block, years: int
) -> FloatArray:
    values = np.empty((years, block.paths))
    yearly_quantiles(seed, stream, block.first, table.cubics, table.cell_bits, values)
    return values
