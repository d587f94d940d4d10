"""The mean of a function of a random value, to nearly full accuracy wherever the mass lies.

Tanh-sinh quadrature over the probabilities of the value, cut where the function has kinks. Nodes
crowd towards both ends of every piece, and their distance to each end is known to full relative
accuracy, so that algebraic ends and tails of 1e-60 need no special care. Source: Takahasi & Mori,
Double exponential formulas for numerical integration, Publ. RIMS 9 (1974).
"""

import math
from collections.abc import Callable

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.errors import ModelRefusedError
from coinsure.models.severity.distribution import Distribution

_REACH = 6.0  # e^(-pi sinh 6) is 1e-275: a mean of Pareto values with alpha 1.05 keeps 12 digits
_FIRST_STEP = 1.0 / 4.0
_LAST_STEP = 1.0 / 2048.0
_SETTLED = 1e-6  # each halving of the step squares the error: a change of 1e-6 leaves about 1e-10
_ROUNDING = 1e-13  # what rounding of the arguments leaves of a probability near a bounded end
_ROUGH = 1e-2  # but never more of it than this
_HUGE = 1e300


def expectation(
    function: Callable[[FloatArray, IntArray], FloatArray], value: Distribution, cuts: FloatArray
) -> FloatArray:
    """Return the means E[function(V, i)], (I,), with V distributed as ``value``.

    Parameters
    ----------
    function
        Takes values (n, q) and, for each row of them, the number i (n, 1) of the mean it belongs
        to. Not negative, and smooth in V between the cuts.
    value
        Distribution of V, on [0, inf).
    cuts
        (I, K) values where the function of each mean has a kink, in any order.

    Raises
    ------
    ModelRefusedError
        The quadrature does not settle, because the function is too rough.
    """
    means = cuts.shape[0]
    number, start, end_above, width = _pieces(value, cuts)
    sums, answer = np.zeros(number.size), np.zeros(number.size)
    unsettled = np.arange(number.size)
    pieces, same = np.unique([start, end_above, width], axis=1, return_inverse=True)
    step = _FIRST_STEP
    last = int(_REACH / step)
    nodes = step * np.arange(-last, last + 1, dtype=np.float64)
    while step >= _LAST_STEP:
        k = unsettled
        needed, place = np.unique(same[k], return_inverse=True)
        values, weights = _nodes(value, pieces[:, needed], nodes)
        results = function(values[place], number[k, None])
        sums[k] += (results * weights).sum(axis=1)
        better = step * width[k] * sums[k]
        change = np.abs(better - answer[k])
        if step == _FIRST_STEP:
            constant = results.min(axis=1) == results.max(axis=1)
            better = np.where(constant, width[k] * results[:, 0], better)
            change[constant] = 0.0
        answer[k] = better
        total = np.bincount(number, weights=answer, minlength=means).astype(np.float64)
        settled = change <= _SETTLED * total[number[k]]
        if step == _LAST_STEP:
            settled |= change <= np.minimum(_ROUNDING, _ROUGH * total[number[k]])
        unsettled = k[~settled]
        if unsettled.size == 0:
            return total
        step *= 0.5
        last = int(_REACH / step)
        nodes = step * np.arange(1 - last, last, 2, dtype=np.float64)
    message = "a mean over a random scale does not settle: the scale or the severity is too rough"
    raise ModelRefusedError(message)


def _pieces(
    value: Distribution, cuts: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
    """Return the pieces between cuts: number of the mean, probability below, above, and inside."""
    cuts = np.sort(cuts, axis=1)
    below, above = value.cdf(cuts), value.survival(cuts)
    breaks = value.breaks()
    if breaks.size:
        below, above = _with_breaks(value, breaks, below, above)
    one, zero = np.ones((cuts.shape[0], 1)), np.zeros((cuts.shape[0], 1))
    start, end = np.hstack([zero, below]), np.hstack([below, one])
    start_above, end_above = np.hstack([one, above]), np.hstack([above, zero])
    width = np.where(start < 0.5, end - start, start_above - end_above)
    number, piece = np.nonzero(width > 0.0)
    return number, start[number, piece], end_above[number, piece], width[number, piece]


def _with_breaks(
    value: Distribution, breaks: FloatArray, below: FloatArray, above: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the probabilities at cuts (I, K) with those before and after ``breaks`` among them."""
    points, chances = value.atoms()
    lower = np.concatenate([value.cdf(breaks), value.cdf(points) - chances])
    upper = np.concatenate([value.survival(breaks), value.survival(points) + chances])
    rows = (len(below), lower.size)
    below = np.sort(np.hstack([below, np.broadcast_to(lower, rows)]), axis=1)
    above = np.sort(np.hstack([above, np.broadcast_to(upper, rows)]), axis=1)[:, ::-1]
    return np.clip(below, 0.0, 1.0), np.clip(above, 0.0, 1.0)


def _nodes(value: Distribution, pieces: FloatArray, t: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the values (n, q) at the nodes of each piece (3, n), and their weights (q,)."""
    start, end_above, width = pieces
    from_start = 1.0 / (1.0 + np.exp(-math.pi * np.sinh(t)))
    to_end = 1.0 / (1.0 + np.exp(math.pi * np.sinh(t)))
    u = start[:, None] + width[:, None] * from_start
    v = end_above[:, None] + width[:, None] * to_end
    low = u < 0.5
    values = np.empty_like(u)
    values[low] = value.quantile(u[low])
    values[~low] = value.quantile_of_survival(v[~low])
    weights = math.pi * np.cosh(t) * from_start * to_end
    return np.clip(values, 1.0 / _HUGE, _HUGE), weights
