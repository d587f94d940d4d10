"""Quantile functions that jump, bend or stand still, as cubics in cells that end where they do.

Cells begin as octaves of probability, cut where the distribution says that it breaks. A cell whose
cubic does not come near enough is halved; one of a single random number holds its very quantile. So
every break that nobody named ends up in a cell that no one will ever draw from.
"""

import numpy as np

from coinsure.arrays import BoolArray, FloatArray, Int32Array, IntArray
from coinsure.errors import ModelRefusedError
from coinsure.kernels.quantiles import OCTAVES
from coinsure.models.severity import Distribution
from coinsure.simulation.plan import AmountTable, QuantileTable, SplitTable
from coinsure.simulation.quantile_table import (
    NODES,
    cubics_of,
    evaluate,
    nearest_table,
    probability_of_cells,
)

MOST_CELLS = 1 << 18

SAME_MEAN = 1e-9
"""Relative error of the mean of a table, with losses cut off at ``RARE``."""

RARE = 2.0**-20
"""Probability of the losses at which means are compared: further out limited means lose digits."""

SMALLEST_TOLERANCE = 3e-9
LARGEST_TOLERANCE = 1e-6
WEIGHTED_TOLERANCE = 3e-12
"""Errors are relative. A cell may add this part of the mean, if it errs by less than 1e-6."""

_UNITS = 1 << 52  # a uniform number is an odd one of so many
_CHECKS = np.array([2.0**-20, 0.13, 0.31, 0.5, 0.73, 0.89, 1.0 - 2.0**-20])
_FEWEST_GUIDE_BITS, _MOST_GUIDE_BITS = 4, 10
_CELLS_PER_GUIDE = 2
_HALVINGS = 60
_SLACK = 1e-8
_KNOWN = 1e-9  # probability to which quantiles found by inversion tell one cell from the next


def tabulate_amounts(distribution: Distribution, name: str) -> AmountTable:
    """Return the quantile function of amounts as the simplest table that comes near enough.

    Only what is above 0 has to be right: a policy pays nothing for the rest.

    Raises
    ------
    ModelRefusedError
        The quantiles are not finite or fall, or the mean of the table is not that of the
        distribution.
    """
    if distribution.breaks().size == 0:
        smooth = nearest_table(distribution, name)
        wanted, found = _means(smooth.table, distribution)
        if smooth.excess <= 1.0 and abs(found - wanted) <= SAME_MEAN * wanted:
            return smooth.table
    table = split(distribution, name)
    wanted, found = _means(table, distribution)
    if abs(found - wanted) > SAME_MEAN * wanted:
        message = (
            f"{name}: the mean of its quantiles is {found:.11g}, and that of its distribution "
            f"{wanted:.11g}; no table comes near enough"
        )
        raise ModelRefusedError(message)
    return table


def split(distribution: Distribution, name: str) -> SplitTable:
    """Return the quantile function as a table of cells that end at its breaks.

    Raises
    ------
    ModelRefusedError
        The quantiles are not finite or fall, or too many cells would be needed.
    """
    edges = _first_edges(distribution)
    start, end = edges[:-1], edges[1:]
    typical = max(0.1 * float(distribution.quantile(0.875)), np.finfo(np.float64).tiny)
    rare = float(distribution.quantile_of_survival(RARE))
    part = WEIGHTED_TOLERANCE * max(float(distribution.limited_mean(max(rare, 0.0))), typical)
    done: list[tuple[IntArray, FloatArray, FloatArray]] = []
    for _ in range(_HALVINGS):
        true = _at(distribution, start, end, _CHECKS, name)
        cubics = cubics_of(_at(distribution, start, end, NODES, name))
        near = _is_near(cubics, true, end - start, typical, part)
        done.append((start[near], cubics[near], true[near]))
        start, end = start[~near], end[~near]
        if start.size == 0:
            break
        middle = (start + end) // 2
        start, end = np.concatenate([start, middle]), np.concatenate([middle, end])
        if sum(len(cubics) for _, cubics, _ in done) + start.size > MOST_CELLS:
            message = f"{name}: its quantiles jump in too many places; give it fewer single amounts"
            raise ModelRefusedError(message)
    start, cubics, true = (np.concatenate(parts) for parts in zip(*done, strict=True))
    order = np.argsort(start)
    start, cubics = start[order], cubics[order]
    edges = np.append(start, _UNITS)
    known = np.diff(edges) >= _KNOWN * _UNITS
    _require_rising(true[order][known].ravel(), typical, name)
    return _table(edges, _in_units(cubics, np.diff(edges)))


def probability_above(table: AmountTable, value: float) -> float:
    """Return the probability of more than ``value``, to a part of the width of a cell."""
    above = np.mean(_evaluate(table, _PLACES) > value, axis=1)
    return float(_probabilities(table) @ above)


_PLACES = (np.arange(8) + 0.5) / 8


def limited_mean_of(table: AmountTable, limit: float) -> float:
    """Return the mean of what a table has, cut off at 0 and at a ``limit`` of ``RARE``."""
    cubics, probabilities = _as_fractions(table), _probabilities(table)
    whole = cubics @ (1.0 / np.arange(1.0, 5.0))
    ends = _evaluate(table, np.array([0.0, 1.0]))
    whole[ends.max(axis=1) <= 0.0] = 0.0
    for cell in np.flatnonzero((ends.min(axis=1) < 0.0) & (ends.max(axis=1) > 0.0)):
        whole[cell] = _positive_part(cubics[cell])
    whole[_starts(table) >= 1.0 - RARE] = limit
    return float(probabilities @ whole)


def _positive_part(cubic: FloatArray) -> float:
    """Return the integral over [0, 1] of the positive part of a ``cubic`` (4,)."""
    polynomial = np.polynomial.Polynomial(cubic)
    roots = polynomial.roots()
    inside = np.sort(roots[np.abs(roots.imag) < 1e-9].real)
    ends = np.concatenate([[0.0], inside[(inside > 0.0) & (inside < 1.0)], [1.0]])
    parts = np.diff(polynomial.integ()(ends))
    return float(np.maximum(parts, 0.0).sum())


def _means(table: AmountTable, distribution: Distribution) -> tuple[float, float]:
    """Return the mean of a distribution and that of its table, both cut off at ``RARE``."""
    limit = max(float(distribution.quantile_of_survival(RARE)), 0.0)
    return float(distribution.limited_mean(limit)), limited_mean_of(table, limit)


def _first_edges(distribution: Distribution) -> IntArray:
    """Return the numbers 2**52 u of octaves and breaks, rising from 0 to 2**52."""
    octaves = 1 << np.arange(1, 52, dtype=np.int64)
    amounts, chances = distribution.atoms()
    points = np.concatenate([distribution.breaks(), amounts])
    cuts = [np.array([0, _UNITS]), octaves, _UNITS - octaves]
    below, above = distribution.cdf(points), distribution.survival(points)
    before, not_below = (
        distribution.cdf(amounts) - chances,
        distribution.survival(amounts) + chances,
    )
    for lower, upper in ((below, above), (before, not_below)):
        first_beyond = np.where(
            lower < 0.5,
            np.floor(lower * _UNITS) + 1.0,
            _UNITS - np.ceil(upper * _UNITS) + 1.0,
        )
        cuts.append(np.clip(first_beyond, 0, _UNITS).astype(np.int64))
    return np.unique(np.concatenate(cuts))


def _at(
    distribution: Distribution, start: IntArray, end: IntArray, fractions: FloatArray, name: str
) -> FloatArray:
    """Return the quantiles at ``fractions`` (n,) of the numbers in each cell, (C, n)."""
    beyond = (end - start - 1)[:, None] * fractions
    u = (start[:, None] + beyond) / _UNITS
    v = ((_UNITS - start)[:, None] - beyond) / _UNITS
    low = end <= _UNITS // 2
    values = np.empty_like(beyond)
    values[low] = distribution.quantile(u[low])
    values[~low] = distribution.quantile_of_survival(v[~low])
    if not np.all(np.isfinite(values)):
        message = f"{name}: it has quantiles that are not finite numbers"
        raise ModelRefusedError(message)
    return values


def _is_near(
    cubics: FloatArray, true: FloatArray, width: IntArray, typical: float, part: float
) -> BoolArray:
    """Return which of the cells come near enough to their quantiles; those of one number do.

    An error counts in relation to quantiles of at least ``typical``, and is allowed where it adds
    less than ``part`` to the mean.
    """
    positive = np.maximum(true, 0.0)
    found = np.maximum(evaluate(cubics, _CHECKS), 0.0)
    size = np.maximum(positive, typical)
    weighted = part / (size.max(axis=1) * (width / _UNITS))
    allowed = np.clip(weighted, SMALLEST_TOLERANCE, LARGEST_TOLERANCE)
    error = np.abs(found - positive) / size
    return np.all(error <= allowed[:, None], axis=1) | (width == 1)


def _require_rising(values: FloatArray, typical: float, name: str) -> None:
    """Refuse quantiles that fall by more than rounding in those of at least ``typical`` does."""
    positive = np.maximum(values, 0.0)
    if np.any(np.diff(positive) < -_SLACK * np.maximum(positive[1:], typical)):
        message = f"{name}: its quantiles fall where the probability rises"
        raise ModelRefusedError(message)


def _table(edges: IntArray, cubics: FloatArray) -> SplitTable:
    """Return the table with its guide."""
    wanted = int(np.ceil(np.log2(max(len(cubics) / _CELLS_PER_GUIDE, 1.0))))
    bits = min(max(wanted, _FEWEST_GUIDE_BITS), _MOST_GUIDE_BITS)
    cells = 1 << bits
    octave = 1 << np.arange(OCTAVES, dtype=np.int64)
    start = (octave[:, None] * (cells + np.arange(cells)) // cells).ravel()
    next_ = -(octave[:, None] * (cells + np.arange(1, cells + 1)) // -cells).ravel()
    first = np.concatenate([start, np.maximum(_UNITS - next_, 0)])
    guide: Int32Array = (np.searchsorted(edges, first, side="right") - 1).astype(np.int32)
    return SplitTable(cubics, bits, edges.astype(np.uint64), guide)


def _in_units(cubics: FloatArray, width: IntArray) -> FloatArray:
    """Return cubics in the fraction of the numbers of a cell as cubics in their distance."""
    scale = np.maximum(width - 1.0, 1.0)[:, None] ** np.arange(4)
    return np.ascontiguousarray(cubics / scale)


def _widths(table: SplitTable) -> FloatArray:
    return np.diff(table.edges.astype(np.int64)).astype(np.float64)


def _probabilities(table: AmountTable) -> FloatArray:
    if isinstance(table, SplitTable):
        return _widths(table) / _UNITS
    return probability_of_cells(table.cell_bits)


def _starts(table: AmountTable) -> FloatArray:
    """Return the probability below each cell, (C,)."""
    if isinstance(table, SplitTable):
        return table.edges[:-1].astype(np.int64) / _UNITS
    low, high = np.split(probability_of_cells(table.cell_bits), 2)
    return np.concatenate([np.cumsum(low) - low, 1.0 - np.cumsum(high)])


def _as_fractions(table: AmountTable) -> FloatArray:
    """Return the cubics (C, 4) as functions of the fraction of the cell."""
    if isinstance(table, QuantileTable):
        return table.cubics
    return table.cubics * _widths(table)[:, None] ** np.arange(4)


def _evaluate(table: AmountTable, fractions: FloatArray) -> FloatArray:
    """Return the values at ``fractions`` (n,) of each cell, (C, n)."""
    return evaluate(_as_fractions(table), fractions)
