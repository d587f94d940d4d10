"""Entering what a treaty takes into the books of its lines, all in one pass over the paths."""

from coinsure.arrays import FloatArray, IntArray
from coinsure.kernels._jit import kernel


@kernel
def enter_cession(
    lines: IntArray,
    losses: FloatArray,
    charge: FloatArray,
    part: FloatArray,
    varying: FloatArray,
    net: FloatArray,
    cost: FloatArray,
    recovered: FloatArray,
) -> None:
    """Take ``losses`` (n, T, P) off ``net`` (L, T, P) and add them to ``recovered`` (T, P).

    Added to ``cost`` (L, T, P): ``charge`` (n, T), which no path changes, and the ``part`` (n, T)
    of what is ``varying`` (T, P), empty where nothing is. ``lines`` (n,) are the places of the
    lines in the book.
    """
    years, paths = recovered.shape
    for n in range(lines.size):
        line = lines[n]
        for t in range(years):
            fixed = charge[n, t]
            for p in range(paths):
                net[line, t, p] -= losses[n, t, p]
                recovered[t, p] += losses[n, t, p]
                cost[line, t, p] += fixed
            if varying.size:
                own = part[n, t]
                for p in range(paths):
                    cost[line, t, p] += own * varying[t, p]
