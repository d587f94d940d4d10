"""Entering what a treaty takes into the books of its lines, all in one pass over the paths."""

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.kernels._jit import kernel


@kernel
def enter_cession(
    lines: IntArray,
    losses: FloatArray,
    charge: FloatArray,
    varying: FloatArray,
    net: FloatArray,
    cost: FloatArray,
    recovered: FloatArray,
) -> float:
    """Take ``losses`` (n, T, P) off ``net`` (L, T, P) and add them to ``recovered`` (T, P).

    Added to ``cost`` (L, T, P): ``charge`` (n, T), which no path changes, and what is ``varying``
    (n, T, P), empty where nothing is. ``lines`` (n,) are the places of the lines in the book.
    Returns the least that is left of ``net`` in a line and year.
    """
    least = np.inf
    years, paths = recovered.shape
    for n in range(lines.size):
        line = lines[n]
        for t in range(years):
            fixed = charge[n, t]
            for p in range(paths):
                left = net[line, t, p] - losses[n, t, p]
                net[line, t, p] = left
                least = min(least, left)
                recovered[t, p] += losses[n, t, p]
                cost[line, t, p] += fixed
            if varying.size:
                for p in range(paths):
                    cost[line, t, p] += varying[n, t, p]
    return least
