"""Dividing one whole by weights under caps: the step that every computed share rule ends with."""

import math
from collections.abc import Sequence

import numpy as np

from coinsure.arrays import FloatArray


def spread(weights: Sequence[float], caps: Sequence[float]) -> FloatArray:
    """Return shares (M,) pro rata to ``weights``, nobody above its cap; the rest is unplaced.

    Who would be above its cap takes the cap; the rest is divided again among those with room, until
    nobody is above. Sums are correctly rounded, so the order of members changes no bit.

    Parameters
    ----------
    weights
        Not negative, (M,); a member of weight 0 takes nothing, however much is left.
    caps
        Largest share of each, (M,), between 0 and 1.
    """
    shares = np.zeros(len(weights))
    takers = [m for m, weight in enumerate(weights) if weight > 0.0]
    while takers:
        left = max(1.0 - math.fsum(shares), 0.0)
        whole = math.fsum(weights[m] for m in takers)
        full = [m for m in takers if left * (weights[m] / whole) > caps[m]]
        if not full:
            for m in takers:
                shares[m] = left * (weights[m] / whole)
            break
        for m in full:
            shares[m] = caps[m]
        takers = [m for m in takers if m not in full]
    return shares
