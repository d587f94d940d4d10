"""Scores of yearly factors: independent normal ones made dependent, and factors read off them.

Only sums, products, quotients, roots and the logarithm of ``elementary`` are used, in one order,
so that the bits are the same on every processor that has an fma.
"""

import numpy as np

from coinsure.arrays import BoolArray, FloatArray
from coinsure.kernels._jit import inline, kernel
from coinsure.kernels.elementary import logarithm
from coinsure.kernels.intrinsics import fma

REACH = 9.5
"""Scores are cut off this far from 0: normal ones get there less than once in 10**20 draws."""


@kernel
def combine(loadings: FloatArray, scores: FloatArray) -> None:
    """Replace independent ``scores`` (K, T, P) by L z, with L the lower triangle ``loadings``."""
    members, years, paths = scores.shape
    for i in range(members - 1, -1, -1):
        for t in range(years):
            for p in range(paths):
                scores[i, t, p] *= loadings[i, i]
            for j in range(i):
                loading = loadings[i, j]
                if loading != 0.0:
                    for p in range(paths):
                        scores[i, t, p] += loading * scores[j, t, p]


@kernel
def persist(persistence: float, fresh: float, scores: FloatArray) -> None:
    """Replace each year of ``scores`` (K, T, P) by so much of the year before and of itself.

    With ``fresh`` = sqrt(1 - persistence**2) the variance stays 1.
    """
    members, years, paths = scores.shape
    for i in range(members):
        for t in range(1, years):
            for p in range(paths):
                scores[i, t, p] = persistence * scores[i, t - 1, p] + fresh * scores[i, t, p]


@kernel
def shake(df: float, shock: FloatArray, shaken: BoolArray, scores: FloatArray) -> None:
    """Multiply the ``shaken`` (K,) of the ``scores`` (K, T, P) by the ``shock`` (T, P) of the year.

    A normal score y becomes w = y * shock, distributed as t with ``df`` degrees of freedom, and is
    stored as sign(w) sqrt(df log(1 + w**2 / df)): nearly normal again, so that a table of equal
    cells does for it as far out as w may get.
    """
    members, years, paths = scores.shape
    for i in range(members):
        if shaken[i]:
            for t in range(years):
                for p in range(paths):
                    w = scores[i, t, p] * shock[t, p]
                    size = np.sqrt(df * log_of_one_more(w * w / df))
                    scores[i, t, p] = size if w > 0.0 else -size


@inline
def log_of_one_more(q: float) -> float:
    """Return log(1 + q) for q >= 0, exact for small q too.

    What 1 + q loses in rounding is made good by q / ((1 + q) - 1). Source: Kahan, as told in
    Goldberg, What every computer scientist should know about floating-point arithmetic (1991),
    theorem 4.
    """
    above = 1.0 + q
    moved = above - 1.0
    exact = logarithm(above) * (q / (moved if moved > 0.0 else 1.0))
    return exact if moved > 0.0 else q


@kernel
def factors_of_scores(table: FloatArray, scores: FloatArray, factor: FloatArray) -> None:
    """Write the ``factor`` (T, P) of each of the ``scores`` (T, P).

    ``table`` (C, 4) holds cubics in C equal cells from -REACH to REACH, constant term first, in
    the fraction of the cell.
    """
    cells = table.shape[0]
    width = 2.0 * REACH / cells
    years, paths = scores.shape
    for t in range(years):
        for p in range(paths):
            place = min(max((scores[t, p] + REACH) / width, 0.0), float(cells))
            cell = min(np.int64(place), cells - 1)
            fraction = place - cell
            upper = fma(table[cell, 3], fraction, table[cell, 2])
            value = fma(fma(upper, fraction, table[cell, 1]), fraction, table[cell, 0])
            factor[t, p] = value if value > 0.0 else 0.0
