"""Putting losses in the order in which they happen."""

from typing import TypeVar

import numpy as np

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels._jit import inline, kernel

Values = TypeVar("Values", FloatArray, Int32Array)

FEW = 16
"""Losses of a row up to which each is compared with every other."""


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
    when, number, rank = np.empty(FEW), np.empty(FEW, np.int64), np.empty(FEW, np.int64)
    for r in range(start.size - 1):
        losses = order[start[r] : start[r + 1]]
        if losses.size < 2:
            continue
        if losses.size <= FEW:
            if not sort_few_by_time(losses, time, when, number, rank):
                continue
        else:
            sort_by_time(losses, time)
        for j in range(1, losses.size):
            i = losses[j]
            k = j
            while k > 0 and comes_before(i, losses[k - 1], time, occurrence, line):
                losses[k] = losses[k - 1]
                k -= 1
            losses[k] = i


@kernel
def in_order(order: IntArray, values: Values) -> Values:
    """Return ``values`` (E,), of any type, in the ``order`` (E,) of their numbers."""
    sorted_values = np.empty_like(values)
    for e in range(order.size):
        sorted_values[e] = values[order[e]]
    return sorted_values


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
def sort_few_by_time(
    losses: IntArray, time: FloatArray, when: FloatArray, number: IntArray, rank: IntArray
) -> bool:
    """Sort up to ``FEW`` losses by time and, where that is equal, in their order; tell if any is.

    Each goes to the place given by how many come before it: counting them has no branches that a
    processor could guess wrongly. ``when``, ``number`` and ``rank`` (FEW,) are room to work in.
    """
    equal = 0
    for j in range(losses.size):
        number[j] = losses[j]
        when[j] = time[losses[j]]
        before = 0
        for k in range(j):
            earlier = int(when[j] < when[k])
            rank[k] += earlier
            before += 1 - earlier
            equal += int(when[j] == when[k])
        rank[j] = before
    for j in range(losses.size):
        losses[rank[j]] = number[j]
    return equal > 0


@inline
def sort_by_time(losses: IntArray, time: FloatArray) -> None:
    """Sort ``losses`` by time and, where that is equal, by their own number.

    Shell's method, with gaps 1, 4, 13, 40 ...: insertion where there are few, as is usual.
    """
    gap = 1
    while gap < losses.size // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for j in range(gap, losses.size):
            i = losses[j]
            k = j
            while k >= gap and happens_before(i, losses[k - gap], time):
                losses[k] = losses[k - gap]
                k -= gap
            losses[k] = i
        gap //= 3


@inline
def happens_before(one: int, other: int, time: FloatArray) -> bool:
    """Return whether loss ``one`` comes before the ``other`` by time, then by number."""
    return time[one] < time[other] or (time[one] == time[other] and one < other)


@inline
def comes_before(
    one: int, other: int, time: FloatArray, occurrence: Int32Array, line: Int32Array
) -> bool:
    """Return whether of two losses at one time ``one`` comes first by occurrence, then by line."""
    if time[one] != time[other]:
        return False
    if occurrence[one] != occurrence[other]:
        return occurrence[one] < occurrence[other]
    return line[one] < line[other]
