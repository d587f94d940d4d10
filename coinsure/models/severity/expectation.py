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

_REACH = 4.5  # e^(-pi sinh 4.5) is 1e-61: no probability below that matters
_FIRST_STEP = 1.0 / 8.0
_LAST_STEP = 1.0 / 256.0
_SETTLED = 1e-7  # each halving of the step squares the error: a change of 1e-7 leaves about 1e-14


def expectation(
    function: Callable[[FloatArray, IntArray], FloatArray], value: Distribution, cuts: FloatArray
) -> FloatArray:
    """Return E[function(V, i)] for every i, with V distributed as ``value``.

    Parameters
    ----------
    function
        Takes values (n, q) and the numbers i (n, 1) of the means they belong to; never negative,
        smooth in V between cuts.
    value
        Distribution of V.
    cuts
        (I, K) values of V where the function of each row has a kink, in any order.

    Raises
    ------
    ModelRefusedError
        The quadrature does not settle, because the function is too rough.
    """
    cuts = np.sort(cuts, axis=1)
    below, above = value.cdf(cuts), value.survival(cuts)
    one, zero = np.ones((cuts.shape[0], 1)), np.zeros((cuts.shape[0], 1))
    start, end = np.hstack([zero, below]), np.hstack([below, one])
    start_above, end_above = np.hstack([one, above]), np.hstack([above, zero])
    width = np.where(start < 0.5, end - start, start_above - end_above)
    row, piece = np.nonzero(width > 0.0)
    first, last_above, width = start[row, piece], end_above[row, piece], width[row, piece]

    def total(t: FloatArray) -> FloatArray:
        to_start = 1.0 / (1.0 + np.exp(-math.pi * np.sinh(t)))
        to_end = 1.0 / (1.0 + np.exp(math.pi * np.sinh(t)))
        weight = math.pi * np.cosh(t) * to_start * to_end
        u = first[:, None] + width[:, None] * to_start
        v = last_above[:, None] + width[:, None] * to_end
        low = u < 0.5
        values = np.empty_like(u)
        values[low] = value.quantile(u[low])
        values[~low] = value.quantile_of_survival(v[~low])
        part = (function(values, row[:, None]) * weight).sum(axis=1) * width
        return np.bincount(row, weights=part, minlength=cuts.shape[0])

    step = _FIRST_STEP
    nodes = int(_REACH / step)
    sums = total(step * np.arange(-nodes, nodes + 1))
    answer = step * sums
    while step > _LAST_STEP:
        step *= 0.5
        nodes = int(_REACH / step)
        sums = sums + total(step * np.arange(-nodes | 1, nodes + 1, 2))
        better = step * sums
        change = np.abs(better - answer)
        answer = better
        if np.all(change <= _SETTLED * better):
            return answer
    message = "a mean over a random scale cannot be found to 1e-7: give a smoother scale"
    raise ModelRefusedError(message)
