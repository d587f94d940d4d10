"""Putting losses in the order in which they happen."""

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels._jit import inline, kernel


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
        if start[r + 1] - start[r] < 2:
            continue
        losses = order[start[r] : start[r + 1]]
        sort_by_time(losses, time)
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
