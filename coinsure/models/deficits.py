"""Losses that later profits make good before any is divided, oldest first."""

import numpy as np

from coinsure.arrays import FloatArray


def after_deficits(result: FloatArray, deficits: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return what a year's ``result`` (P,) leaves to divide, and the deficits it leaves behind.

    ``deficits`` (N, P) are those of the N years before, oldest first. A profit pays off the oldest
    first; then the oldest is forgotten, and a loss of the year takes the last place.
    """
    left = np.maximum(result, 0.0)
    remaining = np.empty((len(deficits), *left.shape))
    for place, deficit in enumerate(deficits):
        used = np.minimum(deficit, left)
        remaining[place] = deficit - used
        left = left - used
    if len(deficits):
        remaining[:-1] = remaining[1:].copy()
        remaining[-1] = np.maximum(-result, 0.0)
    return left, remaining
