"""Putting losses in the order in which they happen."""

import numpy as np

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels._jit import inline, kernel
from coinsure.kernels.philox import TIMES


@kernel
def order_losses(
    row: IntArray,
    time: FloatArray,
    occurrence: Int32Array,
    line: Int32Array,
    start: IntArray,
    order: IntArray,
) -> None:
    """Sort losses by (row, time, occurrence, line); equal ones keep their order.

    Times are middles of ``TIMES`` equal parts of the year, so two counting sorts do: by time, then
    by row. The few that share row and time are put right by insertion.

    Parameters
    ----------
    row, time, occurrence, line
        Of each loss, (E,).
    start
        Written: losses of row r are ``order[start[r]:start[r + 1]]``, (rows + 1,).
    order
        Written: number of each loss in the sorted sequence, (E,).
    """
    by_time = np.empty(order.size, np.int64)
    place = np.zeros(TIMES + 1, np.int64)
    for i in range(order.size):
        place[np.int64(time[i] * TIMES) + 1] += 1
    add_up(place)
    for i in range(order.size):
        slot = np.int64(time[i] * TIMES)
        by_time[place[slot]] = i
        place[slot] += 1
    start[:] = 0
    for i in range(order.size):
        start[row[i] + 1] += 1
    add_up(start)
    free = start[:-1].copy()
    for j in range(order.size):
        i = by_time[j]
        order[free[row[i]]] = i
        free[row[i]] += 1
    for j in range(1, order.size):
        i = order[j]
        k = j
        while k > 0 and comes_before(i, order[k - 1], row, time, occurrence, line):
            order[k] = order[k - 1]
            k -= 1
        order[k] = i


@inline
def add_up(counts: IntArray) -> None:
    """Turn numbers of items into the places where they begin."""
    for i in range(1, counts.size):
        counts[i] += counts[i - 1]


@inline
def comes_before(
    one: int,
    other: int,
    row: IntArray,
    time: FloatArray,
    occurrence: Int32Array,
    line: Int32Array,
) -> bool:
    """Return whether loss ``one`` belongs before the ``other``, which is not in a later row."""
    if row[one] != row[other] or time[one] != time[other]:
        return False
    if occurrence[one] != occurrence[other]:
        return occurrence[one] < occurrence[other]
    return line[one] < line[other]
