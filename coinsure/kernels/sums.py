"""Sums over paths, the only place where floats are added along the path axis."""

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.kernels._jit import kernel


@kernel
def cell_sums(
    rows: FloatArray,
    weight: FloatArray,
    centre: FloatArray,
    cell: int,
    first: FloatArray,
    second: FloatArray,
    path: FloatArray,
) -> None:
    """Add up deviations from ``centre`` within cells of paths, path by path in their order.

    ``rows`` (K, T, P), ``weight`` (P,), ``centre`` (K,). Written, with d = row - centre and m the
    sum of d over the years of a path: ``first`` (C, T, K) sums of w d, ``second`` (C, T, K) sums of
    w d^2, ``path`` (C, K) sums of (w m)^2.
    """
    n_rows, years, paths = rows.shape
    of_path = np.empty(cell)
    for c in range(first.shape[0]):
        begin = c * cell
        width = min(paths, begin + cell) - begin
        for k in range(n_rows):
            middle = centre[k]
            for p in range(width):
                of_path[p] = 0.0
            for t in range(years):
                one = 0.0
                two = 0.0
                for p in range(width):
                    deviation = rows[k, t, begin + p] - middle
                    weighted = weight[begin + p] * deviation
                    one += weighted
                    two += weighted * deviation
                    of_path[p] += weighted
                first[c, t, k] = one
                second[c, t, k] = two
            square = 0.0
            for p in range(width):
                square += of_path[p] * of_path[p]
            path[c, k] = square
