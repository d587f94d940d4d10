"""Yearly factors of a block: each from its own stream, some of them linked by a copula."""

from collections.abc import Sequence

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.kernels.quantiles import yearly_quantiles
from coinsure.kernels.scores import combine, factors_of_scores, persist, shake
from coinsure.simulation.plan import FactorPlan, LinkPlan, QuantileTable
from coinsure.tables.losses import Block


def draw_factors(
    factors: Sequence[FactorPlan], link: LinkPlan | None, *, seed: int, block: Block, years: int
) -> list[FloatArray | None]:
    """Return each yearly factor, (T, P), None where a sector has none."""
    linked = {} if link is None else _linked(factors, link, seed=seed, block=block, years=years)
    return [
        linked[number]
        if number in linked
        else factor.table
        and draw_quantiles(factor.table, seed=seed, stream=factor.stream, block=block, years=years)
        for number, factor in enumerate(factors)
    ]


def draw_quantiles(
    table: QuantileTable, *, seed: int, stream: int, block: Block, years: int
) -> FloatArray:
    """Return one value of the table for each year and path, (T, P)."""
    values = np.empty((years, block.paths))
    yearly_quantiles(seed, stream, block.first, table.cubics, table.cell_bits, values)
    return values


def _linked(
    factors: Sequence[FactorPlan], link: LinkPlan, *, seed: int, block: Block, years: int
) -> dict[int, FloatArray]:
    """Return the factors that are drawn by their scores, by their numbers."""
    scores = np.empty((len(link.members), years, block.paths))
    for own, number in zip(scores, link.members, strict=True):
        stream = factors[number].stream
        own[:] = draw_quantiles(link.score, seed=seed, stream=stream, block=block, years=years)
    combine(link.loadings, scores)
    if link.persistence > 0.0:
        persist(link.persistence, link.fresh, scores)
    if link.shock is not None:
        shock = draw_quantiles(
            link.shock, seed=seed, stream=link.shock_stream, block=block, years=years
        )
        shake(link.df, shock, link.shaken, scores)
    for table, own in zip(link.tables, scores, strict=True):
        factors_of_scores(table, own, own)
    return dict(zip(link.members, scores, strict=True))
