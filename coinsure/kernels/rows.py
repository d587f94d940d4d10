"""Adding rows of paths in a fixed order: by groups of rows, or with a weight for each."""

from coinsure.arrays import FloatArray, IntArray
from coinsure.kernels._jit import inline, kernel

STRIP = 1024
"""Paths that are added up together: their rows stay in the processor's first cache."""


@inline
def _add(row: FloatArray, total: FloatArray) -> None:
    for p in range(total.size):
        total[p] += row[p]


@inline
def _weigh(weight: float, row: FloatArray, total: FloatArray) -> None:
    for p in range(total.size):
        total[p] = weight * row[p]


@inline
def _add_weighed(weight: float, row: FloatArray, total: FloatArray) -> None:
    for p in range(total.size):
        total[p] += weight * row[p]


@kernel
def add_groups(rows: FloatArray, group: IntArray, year: int, first: int, total: FloatArray) -> None:
    """Add a ``year`` of ``rows`` (L, T, P) to ``total`` (S, n), each to the row of its ``group``.

    ``group`` (L,); the n paths are those from ``first`` on.
    """
    last = first + total.shape[1]
    for line in range(group.size):
        _add(rows[line, year, first:last], total[group[line]])


@kernel
def combine(weights: FloatArray, rows: FloatArray, total: FloatArray) -> None:
    """Write ``weights`` (m, n) times ``rows`` (n, P), added in order of n, to ``total`` (m, P)."""
    paths = rows.shape[1]
    for first in range(0, paths, STRIP):
        here = slice(first, min(first + STRIP, paths))
        for i in range(weights.shape[0]):
            _weigh(weights[i, 0], rows[0, here], total[i, here])
            for j in range(1, weights.shape[1]):
                _add_weighed(weights[i, j], rows[j, here], total[i, here])
