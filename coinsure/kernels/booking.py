"""Entering what a treaty takes into the books of its lines, all in one pass over the paths."""

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.kernels._jit import inline, kernel


@kernel
def enter_cession(
    lines: IntArray,
    losses: FloatArray,
    charge: FloatArray,
    reinstatement: FloatArray,
    commission: FloatArray,
    net: FloatArray,
    cost: FloatArray,
    recovered: FloatArray,
) -> bool:
    """Take ``losses`` (n, T, P) off ``net`` (L, T, P) and add them to ``recovered`` (T, P).

    Added to ``cost`` (L, T, P): ``charge`` (n, T), which no path changes, and ``reinstatement``
    less ``commission``, (n, T, P), or (n, T, 1) for one that is the same on all paths. ``lines``
    (n,) are the places of the lines in the book. Returns whether anything of ``net`` is below zero
    then.
    """
    below = 0
    for n in range(lines.size):
        line = lines[n]
        for t in range(recovered.shape[0]):
            below += _take(losses[n, t], net[line, t], recovered[t])
            paid, back, of_line = reinstatement[n, t], commission[n, t], cost[line, t]
            if paid.size == 1 and back.size == 1:
                _charge(charge[n, t] + (paid[0] - back[0]), of_line)
            elif paid.size == 1:
                _charge_less(charge[n, t], paid[0], back, of_line)
            elif back.size == 1:
                _charge_more(charge[n, t], paid, back[0], of_line)
            else:
                _charge_both(charge[n, t], paid, back, of_line)
    return below > 0


@kernel
def spread_over_lines(amount: FloatArray, losses: FloatArray) -> FloatArray:
    """Return what of an ``amount`` (rows,) falls on each line by its ``losses`` (n, rows).

    Nothing falls on any where none has losses; rows of no amount are passed over.
    """
    spread = np.zeros(losses.shape)
    for row in range(amount.size):
        if amount[row] != 0.0:
            total = 0.0
            for n in range(losses.shape[0]):
                total += losses[n, row]
            each = amount[row] / total if total > 0.0 else 0.0
            for n in range(losses.shape[0]):
                spread[n, row] = losses[n, row] * each
    return spread


@inline
def _take(losses: FloatArray, net: FloatArray, recovered: FloatArray) -> int:
    """Take the losses off the net ones, add them to what is recovered; count those below zero."""
    below = 0
    for p in range(losses.size):
        left = net[p] - losses[p]
        net[p] = left
        recovered[p] += losses[p]
        below += left < 0.0
    return below


@inline
def _charge(amount: float, cost: FloatArray) -> None:
    for p in range(cost.size):
        cost[p] += amount


@inline
def _charge_less(amount: float, paid: float, back: FloatArray, cost: FloatArray) -> None:
    for p in range(cost.size):
        cost[p] = (cost[p] + amount) + (paid - back[p])


@inline
def _charge_more(amount: float, paid: FloatArray, back: float, cost: FloatArray) -> None:
    for p in range(cost.size):
        cost[p] = (cost[p] + amount) + (paid[p] - back)


@inline
def _charge_both(amount: float, paid: FloatArray, back: FloatArray, cost: FloatArray) -> None:
    for p in range(cost.size):
        cost[p] = (cost[p] + amount) + (paid[p] - back[p])
