"""Loops over large losses: what a layer pays for each, and sums of it by row and by line."""

import numpy as np

from coinsure.arrays import BoolArray, FloatArray, Int32Array, IntArray
from coinsure.kernels._jit import inline, kernel


@kernel
def first_rows(
    start: IntArray, line: Int32Array, risk: Int32Array, occurrence: Int32Array
) -> IntArray:
    """Return for each row of large losses the first row of the same loss, (E,).

    Rows ``start[r]:start[r + 1]`` are the losses of path-year r in time order. Neighbours of one
    occurrence that hit one risk (both >= 0) of one line are one loss; every other row is a loss of
    its own.
    """
    first = np.arange(line.size)
    for row in range(start.size - 1):
        for here in range(start[row], start[row + 1]):
            if risk[here] < 0 or occurrence[here] < 0:
                continue
            earlier = here - 1
            while earlier >= start[row] and occurrence[earlier] == occurrence[here]:
                if risk[earlier] == risk[here] and line[earlier] == line[here]:
                    first[here] = first[earlier]
                    break
                earlier -= 1
    return first


@kernel
def layer_recoveries(
    start: IntArray,
    occurrence: Int32Array,
    first: IntArray,
    count: Int32Array,
    amount: FloatArray,
    covered: BoolArray,
    retention: float,
    limit: float,
    event_retention: float,
    event_limit: float,
    annual_deductible: float,
    annual_limit: float,
) -> FloatArray:
    """Return what an excess of loss pays for each row of large losses, (E,).

    Three steps, each on what the one before has left in the layer: ``retention`` and ``limit`` for
    each loss of a risk, ``event_retention`` and ``event_limit`` for the sum of an occurrence,
    ``annual_deductible`` and ``annual_limit`` for the sum of a path-year in time order. Rows that
    are not ``covered`` (E,) are passed over.

    Rows ``start[r]:start[r + 1]`` are the losses of path-year r in time order, the rows of an
    occurrence (>= 0) next to each other. Rows of one ``first`` row are one loss; a row that is its
    own stands for ``count`` losses of ``amount / count``. What is paid is shared pro rata: to the
    amounts inside a loss, to what the losses recover inside an occurrence.
    """
    recovered = np.zeros(amount.size)
    loss = np.zeros(amount.size)
    paid = np.zeros(amount.size)
    for row in range(start.size - 1):
        deductible = annual_deductible
        left = annual_limit
        begin = start[row]
        while begin < start[row + 1]:
            stop = _end_of_occurrence(begin, start[row + 1], occurrence)
            alone = stop == begin + 1
            if alone and not covered[begin]:
                begin = stop
                continue
            if alone:
                total = _pay(amount[begin], count[begin], retention, limit)
            else:
                total = _pay_each(
                    begin, stop, first, count, amount, covered, retention, limit, loss, paid
                )
            kept = min(max(total - event_retention, 0.0), event_limit)
            used = min(kept, deductible)
            deductible -= used
            kept = min(kept - used, left)
            left -= kept
            if alone:
                recovered[begin] = kept
            elif kept > 0.0:
                for e in range(begin, stop):
                    if covered[e] and paid[first[e]] > 0.0:
                        recovered[e] = paid[first[e]] * (amount[e] / loss[first[e]])
                        if kept < total:
                            recovered[e] *= kept / total
            begin = stop
    return recovered


@inline
def _end_of_occurrence(begin: int, end: int, occurrence: Int32Array) -> int:
    """Return where the rows end that belong to the occurrence of row ``begin``."""
    stop = begin + 1
    while stop < end and occurrence[begin] >= 0 and occurrence[stop] == occurrence[begin]:
        stop += 1
    return stop


@inline
def _pay(loss: float, count: int, retention: float, limit: float) -> float:
    """Return what a layer pays for ``count`` equal losses."""
    return min(count * min(max(loss / count - retention, 0.0), limit), loss)


@inline
def _pay_each(
    begin: int,
    stop: int,
    first: IntArray,
    count: Int32Array,
    amount: FloatArray,
    covered: BoolArray,
    retention: float,
    limit: float,
    loss: FloatArray,
    paid: FloatArray,
) -> float:
    """Put each ``loss`` (E,) of an occurrence and what is ``paid`` for it at its first row.

    Returns what is paid for all of them.
    """
    for e in range(begin, stop):
        if covered[e]:
            loss[first[e]] += amount[e]
    total = 0.0
    for e in range(begin, stop):
        if loss[e] > 0.0:
            paid[e] = _pay(loss[e], count[e], retention, limit)
            total += paid[e]
    return total


@kernel
def reinstated_in_time(
    start: IntArray, time: FloatArray, recovered: FloatArray, limit: float, rates: FloatArray
) -> FloatArray:
    """Return the amounts reinstated in each path-year, (rows,), weighted by rate and time left.

    ``recovered`` (E,) uses ``limit`` up in time order; the k-th ``limit`` used is reinstated at
    ``rates[k]``, for the part of the year that is left at the ``time`` of the loss.
    """
    weighted = np.zeros(start.size - 1)
    for row in range(start.size - 1):
        used = 0.0
        for e in range(start[row], start[row + 1]):
            after = used + recovered[e]
            for number in range(rates.size):
                low = number * limit
                slice_used = min(max(after - low, 0.0), limit) - min(max(used - low, 0.0), limit)
                weighted[row] += rates[number] * slice_used * (1.0 - time[e])
            used = after
    return weighted


@kernel
def sum_by_line(
    start: IntArray, line: Int32Array, value: FloatArray, position: IntArray, total: FloatArray
) -> None:
    """Add ``value`` (E,) to ``total`` (n, rows), each at its line's ``position`` and its row.

    Within a row the order is that of time; lines at a negative position are passed over.
    """
    for row in range(start.size - 1):
        for e in range(start[row], start[row + 1]):
            if value[e] != 0.0 and position[line[e]] >= 0:
                total[position[line[e]], row] += value[e]
