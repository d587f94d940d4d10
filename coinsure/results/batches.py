"""Errors of means from the sums of the 64 batches of a run."""

import math

import numpy as np

from coinsure.arrays import BATCHES, CELL, FloatArray
from coinsure.risk.estimate import Estimate

FEWEST_BATCHES = 8
"""Fewer batches with paths in them give no usable error."""


def mean_of_batches(sums: FloatArray, paths: int) -> Estimate:
    """Return the mean over ``paths`` of what the batches add up to, (BATCHES,), and its error."""
    of_batch = paths_of_batches(paths)
    used = of_batch > 0.0
    total = sums[used]
    value = float(np.add.accumulate(total)[-1]) / paths
    count = int(used.sum())
    if count < FEWEST_BATCHES:
        return Estimate.refused(
            f"{paths} paths fill {count} batches, {FEWEST_BATCHES} are needed for an error"
        )
    scatter = total - value * of_batch[used]
    variance = (
        float(np.add.accumulate(scatter * scatter)[-1]) * count / (count - 1) / (paths * paths)
    )
    return Estimate.normal(value, math.sqrt(variance))


def paths_of_batches(paths: int) -> FloatArray:
    """Return how many paths fall into each batch, (BATCHES,)."""
    full, rest = divmod(paths, CELL)
    cells = np.bincount(np.arange(full) % BATCHES, minlength=BATCHES).astype(np.float64)
    of_batch = cells * CELL
    of_batch[full % BATCHES] += rest
    return of_batch
