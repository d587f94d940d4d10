"""Counts given by the probability of each: their sums, and their distribution function."""

from functools import lru_cache

import numpy as np

from coinsure.arrays import FloatArray, IntArray

NEGLIGIBLE = 1e-22
"""A probability that no answer can tell from zero."""


def cumulative(probabilities: FloatArray, k: IntArray) -> FloatArray:
    """Return the probability of at most ``k`` (n,), given that of 0, 1, 2 ... (K,)."""
    up_to = np.cumsum(probabilities)
    up_to[-1] = 1.0
    inside = np.clip(k, 0, up_to.size - 1)
    return np.where(np.asarray(k) < 0, 0.0, up_to[inside])


@lru_cache(maxsize=64)
def sum_of_bernoulli(chances: tuple[float, ...]) -> FloatArray:
    """Return the probability of each number of hits, if each one hits with a chance of its own."""
    found = np.ones(1)
    for chance in chances:
        hit, miss = np.append(0.0, found) * chance, np.append(found, 0.0) * (1.0 - chance)
        found = hit + miss
    return found


@lru_cache(maxsize=64)
def repeated(probabilities: tuple[float, ...], times: int) -> tuple[int, FloatArray]:
    """Return the distribution of a sum of ``times`` independent counts.

    ``probabilities`` are those of one count from 0 on. The answer is the lowest count that
    matters, and the probabilities from it on.
    """
    lowest, found = 0, np.ones(1)
    low, power = _trimmed(0, np.array(probabilities))
    while times:
        if times % 2:
            lowest, found = _trimmed(lowest + low, np.convolve(found, power))
        low, power = _trimmed(2 * low, np.convolve(power, power))
        times //= 2
    return lowest, found


def _trimmed(lowest: int, probabilities: FloatArray) -> tuple[int, FloatArray]:
    """Leave out what is negligible at both ends."""
    kept = np.flatnonzero(probabilities > NEGLIGIBLE)
    return lowest + int(kept[0]), probabilities[kept[0] : kept[-1] + 1]
