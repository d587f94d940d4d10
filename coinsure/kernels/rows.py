"""Adding rows of paths in a fixed order: by groups of rows, or with a weight for each.

The loops do what a line or two of numpy would, in one pass over the memory instead of one for each
operation, and round in the same places.
"""

from coinsure.arrays import FloatArray, IntArray
from coinsure.kernels._jit import inline, kernel

STRIP = 1024
"""Paths that are added up together: their rows stay in the processor's first cache."""


@inline
def _add(row: FloatArray, total: FloatArray) -> None:
    for p in range(total.size):
        total[p] += row[p]


@inline
def _weigh(weight: float, row: FloatArray, total: FloatArray) -> None:
    for p in range(total.size):
        total[p] = weight * row[p]


@inline
def _add_weighed(weight: float, row: FloatArray, total: FloatArray) -> None:
    for p in range(total.size):
        total[p] += weight * row[p]


@inline
def _weigh_four(weights: FloatArray, rows: FloatArray, first: int, total: FloatArray) -> None:
    w0, w1, w2, w3 = weights[0], weights[1], weights[2], weights[3]
    last = first + total.size
    r0, r1, r2, r3 = (
        rows[0, first:last],
        rows[1, first:last],
        rows[2, first:last],
        rows[3, first:last],
    )
    for p in range(total.size):
        total[p] = ((w0 * r0[p] + w1 * r1[p]) + w2 * r2[p]) + w3 * r3[p]


@inline
def _combine(weights: FloatArray, rows: FloatArray, first: int, total: FloatArray) -> None:
    """Write ``weights`` (n,) times ``rows`` (n, P) from path ``first`` on to ``total``."""
    last = first + total.size
    done = 1
    if weights.size < 4:
        _weigh(weights[0], rows[0, first:last], total)
    else:
        _weigh_four(weights, rows, first, total)
        done = 4
    for j in range(done, weights.size):
        _add_weighed(weights[j], rows[j, first:last], total)


@inline
def _enter(
    sign: float, row: FloatArray, before: FloatArray, after: FloatArray, total: FloatArray
) -> None:
    for p in range(total.size):
        after[p] = before[p] + sign * row[p]
        total[p] += row[p]


@kernel
def add_groups(rows: FloatArray, group: IntArray, year: int, first: int, total: FloatArray) -> None:
    """Add a ``year`` of ``rows`` (L, T, P) to ``total`` (S, n), each to the row of its ``group``.

    ``group`` (L,); the n paths are those from ``first`` on.
    """
    last = first + total.shape[1]
    for line in range(group.size):
        _add(rows[line, year, first:last], total[group[line]])


@kernel
def combine(weights: FloatArray, rows: FloatArray, total: FloatArray) -> None:
    """Write ``weights`` (m, n) times ``rows`` (n, P), added in order of n, to ``total`` (m, P)."""
    paths = rows.shape[1]
    for first in range(0, paths, STRIP):
        last = min(first + STRIP, paths)
        for i in range(weights.shape[0]):
            _combine(weights[i], rows, first, total[i, first:last])


@kernel
def enter(
    sign: float, rows: FloatArray, before: FloatArray, after: FloatArray, total: FloatArray
) -> None:
    """Write ``before`` and ``rows`` times ``sign`` to ``after``, all (M, P).

    The rows as they are are added to ``total`` (P,), member by member.
    """
    paths = rows.shape[1]
    for first in range(0, paths, STRIP):
        last = min(first + STRIP, paths)
        for m in range(rows.shape[0]):
            here = slice(first, last)
            _enter(sign, rows[m, here], before[m, here], after[m, here], total[here])


@inline
def _exceeds(row: FloatArray, own: FloatArray, balance: FloatArray) -> int:
    count = 0
    for p in range(row.size):
        count += row[p] > max(own[p] + balance[p], 0.0)
    return count


@kernel
def exceeds(due: FloatArray, own: FloatArray, balance: FloatArray) -> bool:
    """Tell whether ``due`` is anywhere above the larger of ``own`` + ``balance`` and 0; (M, P)."""
    count = 0
    for m in range(due.shape[0]):
        count += _exceeds(due[m], own[m], balance[m])
    return count > 0


@inline
def _choose(amount: FloatArray, yes: FloatArray, no: FloatArray, chosen: FloatArray) -> None:
    for p in range(chosen.size):
        one, other = yes[p], no[p]
        chosen[p] = one if amount[p] > 0.0 else other


@kernel
def choose(amount: FloatArray, yes: FloatArray, no: FloatArray, chosen: FloatArray) -> None:
    """Write to ``chosen`` (M, P) what is in ``yes`` where the amount is above 0, else ``no``.

    ``amount`` (P,), ``yes`` and ``no`` (M, P).
    """
    for m in range(chosen.shape[0]):
        _choose(amount, yes[m], no[m], chosen[m])


@inline
def _add_change(row: FloatArray, before: FloatArray, total: FloatArray) -> None:
    for p in range(total.size):
        total[p] += row[p] - before[p]


@kernel
def add_changes(rows: FloatArray, before: FloatArray, total: FloatArray) -> None:
    """Add what ``rows`` (M, P) have more than ``before`` (M, P) to ``total`` (P,)."""
    for m in range(rows.shape[0]):
        _add_change(rows[m], before[m], total)
