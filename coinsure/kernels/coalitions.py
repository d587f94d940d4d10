"""The tail of the total of every coalition of members, each from that of a smaller one."""

from coinsure.arrays import FloatArray
from coinsure.kernels._jit import inline, kernel

STRIP = 32
"""Rows that are looked at together; most strips have none that matters."""


@inline
def _lowest(coalition: int) -> int:
    """Return the lowest member of a coalition that has one."""
    member = 0
    while (coalition >> member) & 1 == 0:
        member += 1
    return member


@inline
def _add(known: FloatArray, loss: FloatArray, bound: float, mine: FloatArray) -> int:
    """Write the sums of a few rows, and return how many reach a bound."""
    reached = 0
    for i in range(known.size):
        value = known[i] + loss[i]
        mine[i] = value
        reached += value >= bound
    return reached


@inline
def _select(values: FloatArray, place: int) -> None:
    """Put the value that belongs at a place there, none larger before it, none smaller behind.

    Hoare's selection, in place; numpy's costs 15 s to compile.
    """
    low, high = 0, values.size - 1
    while low < high:
        pivot = values[(low + high) >> 1]
        i, j = low, high
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if place <= j:
            high = j
        elif place >= i:
            low = i
        else:
            return


@kernel
def coalition_tails(
    losses: FloatArray,
    mean: FloatArray,
    beyond: int,
    total: FloatArray,
    kept: FloatArray,
    quantile: FloatArray,
    excess: FloatArray,
) -> None:
    """Find, for every coalition, the value with ``beyond`` larger ones, and the sum above it.

    ``losses`` (M, n), ``mean`` (M,); scratch: ``total`` (M, n), ``kept`` (n,). Written:
    ``quantile`` (2^M,) and ``excess`` (2^M,), the sum of what rows exceed it by; those of the empty
    coalition stay as they are.

    A coalition is one without its lowest member, whose totals are still known, and that member. As
    a rule its quantile is above that of the smaller coalition by the member's mean or more, so few
    rows need to be looked at; where too few reach this bound all of them are.
    """
    members, rows = losses.shape
    for coalition in range(1, 1 << members):
        member = _lowest(coalition)
        smaller = coalition & (coalition - 1)
        loss = losses[member]
        mine = total[member]
        count = 0
        if smaller == 0:
            mine[:] = loss
        else:
            known = total[_lowest(smaller)]
            bound = quantile[smaller] + mean[member]
            for first in range(0, rows, STRIP):
                here = slice(first, min(first + STRIP, rows))
                if _add(known[here], loss[here], bound, mine[here]) > 0:
                    for value in mine[here]:
                        if value >= bound:
                            kept[count] = value
                            count += 1
        if count <= beyond:
            count = rows
            kept[:] = mine
        place = count - 1 - beyond
        _select(kept[:count], place)
        tail = kept[place:count]
        above = 0.0
        for value in tail:
            above += value - tail[0]
        quantile[coalition] = tail[0]
        excess[coalition] = above
