"""Loops over large losses: what a layer pays for each, and sums of it by row and by line."""

import numpy as np

from coinsure.arrays import FloatArray, Int32Array, IntArray
from coinsure.kernels._jit import inline, kernel


@kernel
def layer_recoveries(  # noqa: PLR0917
    start: IntArray,
    line: Int32Array,
    risk: Int32Array,
    occurrence: Int32Array,
    count: Int32Array,
    amount: FloatArray,
    position: IntArray,
    retention: float,
    limit: float,
    annual_limit: float,
) -> FloatArray:
    """Return what an excess of loss per risk pays for each row of large losses, (E,).

    Rows ``start[r]:start[r + 1]`` are the losses of path-year r in time order; what a path-year can
    recover is limited to ``annual_limit``, first come, first served. Neighbours of one occurrence,
    one line and one risk (both >= 0) are one loss, whose recovery is shared pro rata to amount;
    every other row stands for ``count`` losses of ``amount / count``. Lines whose ``position`` (L,)
    is negative are passed over.
    """
    recovered = np.zeros(amount.size)
    for row in range(start.size - 1):
        left = annual_limit
        for first in range(start[row], start[row + 1]):
            if position[line[first]] < 0 or _met_before(start[row], first, line, risk, occurrence):
                continue
            last = _end_of_leg(first, start[row + 1], line, risk, occurrence)
            number = 1 if _is_named(first, risk, occurrence) else count[first]
            loss = 0.0
            for other in range(first, last):
                if risk[other] == risk[first]:
                    loss += amount[other]
            paid = min(number * min(max(loss / number - retention, 0.0), limit), loss, left)
            if paid > 0.0:
                left -= paid
                for other in range(first, last):
                    if risk[other] == risk[first]:
                        recovered[other] = paid * (amount[other] / loss)
    return recovered


@inline
def _is_named(row: int, risk: Int32Array, occurrence: Int32Array) -> bool:
    """Tell whether it is known which risk was hit in which occurrence."""
    return occurrence[row] >= 0 and risk[row] >= 0


@inline
def _same_leg(a: int, b: int, line: Int32Array, occurrence: Int32Array) -> bool:
    """Tell whether two rows belong to one occurrence and one line."""
    return occurrence[a] == occurrence[b] and line[a] == line[b]


@inline
def _met_before(
    begin: int, here: int, line: Int32Array, risk: Int32Array, occurrence: Int32Array
) -> bool:
    """Tell whether an earlier neighbour of the row ``here`` is the same named risk."""
    earlier = here - 1
    while earlier >= begin and _same_leg(earlier, here, line, occurrence):
        if _is_named(here, risk, occurrence) and risk[earlier] == risk[here]:
            return True
        earlier -= 1
    return False


@inline
def _end_of_leg(
    first: int, end: int, line: Int32Array, risk: Int32Array, occurrence: Int32Array
) -> int:
    """Return where the neighbours end among which the loss of row ``first`` may go on."""
    last = first + 1
    while (
        last < end
        and _is_named(first, risk, occurrence)
        and _same_leg(first, last, line, occurrence)
    ):
        last += 1
    return last


@kernel
def sum_by_line(
    start: IntArray, line: Int32Array, value: FloatArray, position: IntArray, total: FloatArray
) -> None:
    """Add ``value`` (E,) to ``total`` (n, rows), each at its line's ``position`` and its row.

    Within a row the order is that of time; lines at a negative position are passed over.
    """
    for row in range(start.size - 1):
        for e in range(start[row], start[row + 1]):
            if position[line[e]] >= 0:
                total[position[line[e]], row] += value[e]
