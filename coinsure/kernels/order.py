"""Putting losses in the order in which they happen."""

import numpy as np

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels._jit import inline, kernel

MANY = 32
"""Losses of a row above which they are merged by time before they are put right by insertion."""


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

    Parameters
    ----------
    row, time, occurrence, line
        Of each loss, (E,).
    start
        Written: losses of row r are ``order[start[r]:start[r + 1]]``, (rows + 1,).
    order
        Written: number of each loss in the sorted sequence, (E,).
    """
    sort_by_row(row, start, order)
    for r in range(start.size - 1):
        losses = order[start[r] : start[r + 1]]
        if losses.size > MANY:
            losses[:] = losses[np.argsort(time[losses], kind="mergesort")]
        for j in range(1, losses.size):
            i = losses[j]
            k = j
            while k > 0 and comes_before(i, losses[k - 1], time, occurrence, line):
                losses[k] = losses[k - 1]
                k -= 1
            losses[k] = i


@inline
def sort_by_row(row: IntArray, start: IntArray, order: IntArray) -> None:
    """Sort losses by row alone; those of a row keep their order.

    Written: losses of row r are ``order[start[r]:start[r + 1]]``, (rows + 1,) and (E,).
    """
    start[:] = 0
    for i in range(row.size):
        start[row[i] + 1] += 1
    for r in range(1, start.size):
        start[r] += start[r - 1]
    free = start[:-1].copy()
    for i in range(row.size):
        order[free[row[i]]] = i
        free[row[i]] += 1


@inline
def comes_before(
    one: int, other: int, time: FloatArray, occurrence: Int32Array, line: Int32Array
) -> bool:
    """Return whether loss ``one`` belongs before the ``other`` of the same row."""
    if time[one] != time[other]:
        return time[one] < time[other]
    if occurrence[one] != occurrence[other]:
        return occurrence[one] < occurrence[other]
    return line[one] < line[other]
