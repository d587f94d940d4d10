"""Sums of floats in an order that does not depend on the machine."""

import numpy as np

from coinsure.arrays import FloatArray, IntArray


def in_order(values: FloatArray) -> FloatArray:
    """Add up over the last axis one after another: (..., n) to (...)."""
    if values.shape[-1] == 0:
        return np.zeros(values.shape[:-1])
    return np.add.accumulate(values, axis=-1)[..., -1]


def in_groups(group: IntArray, values: FloatArray, groups: int) -> FloatArray:
    """Add up values (n,) by their group (n,), one after another: the answer is (groups,)."""
    return np.bincount(group, weights=values, minlength=groups).astype(np.float64, copy=False)
