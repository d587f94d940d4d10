"""Division of a given margin by a distortion that is calibrated to it, with sampling errors."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.risk.distortion import FAMILIES, Distortion, Ladder, family_of, loading_for
from coinsure.risk.estimate import Estimate
from coinsure.risk.influence import standard_error
from coinsure.risk.measures import table
from coinsure.risk.sums import in_groups
from coinsure.risk.uncertainty import clustered


@dataclass(frozen=True, slots=True, eq=False)
class CalibratedMargins:
    """A distortion that charges a given margin above the mean, and what each part bears of it."""

    distortion: Distortion
    loading: float
    parts: tuple[Estimate, ...]  # (K,) natural allocation less mean


def calibrated_margins(
    parts: ArrayLike, margin: float, margin_se: float, family: str, path: ArrayLike | None = None
) -> CalibratedMargins:
    """Divide ``margin`` among ``parts`` (Y, K) by the member of ``family`` that charges it.

    A part bears its natural allocation less its mean, which the sample knows better than either.
    The standard error has two sources, taken as independent: that of the margin, and that of the
    division, from the influence of each row with the distortion calibrated anew,
    IF_i - (d a_i / d total) IF_total, summed over the rows of a ``path`` (Y,).

    Raises
    ------
    ValueError
        If the margin is negative or reaches the maximum of the sample less its mean, the family is
        unknown or the paths differ in size.
    """
    x, _ = table(parts)
    total = x.sum(axis=1)
    ladder = Ladder.of(total)
    expected = x.mean(axis=0)
    if margin < 0.0:
        raise ValueError(f"a margin cannot be negative, found {margin}")
    loading = loading_for(ladder, float(expected.sum()) + margin, family)
    make = FAMILIES[family_of(family)]
    g = make(loading)
    means = conditional_means(x, ladder)
    charge = ladder.mass(g) @ means
    local = smoothed_means(means, ladder)
    slope = slope_of_parts(ladder, local, family, loading)
    influence = allocation_influence(x, ladder, g, local) - x
    division = influence - influence.sum(axis=1)[:, None] * slope
    estimates = []
    for i, value in enumerate(charge - expected):
        rows = division[:, i] - division[:, i].mean()
        own = standard_error(clustered(rows, path))
        estimates.append(
            Estimate.normal(float(value), math.hypot(own, float(slope[i]) * margin_se))
        )
    return CalibratedMargins(g, loading, tuple(estimates))


def slope_of_parts(ladder: Ladder, local: FloatArray, family: str, loading: float) -> FloatArray:
    """Return how much of a further unit of premium each part bears, (K,); 0 if nothing varies."""
    make, step = FAMILIES[family], 1e-4 * max(loading, 1e-4)
    moved = (ladder.mass(make(loading + step)) - ladder.mass(make(loading))) @ local
    return moved / moved.sum() if moved.sum() > 0.0 else np.zeros_like(moved)


def conditional_means(x: FloatArray, ladder: Ladder) -> FloatArray:
    """Return E[X_i | X = x_k] (G, K) of equally likely rows."""
    groups = ladder.value.size
    count = np.bincount(ladder.step, minlength=groups)
    return np.stack([in_groups(ladder.step, part, groups) / count for part in x.T], axis=1)


def smoothed_means(means: FloatArray, ladder: Ladder) -> FloatArray:
    """Average values of a single row over neighbours; those of several rows keep their own mean.

    As many neighbours on each side as the root of the rank from the nearer end.
    """
    groups = len(means)
    place = np.arange(groups)
    reach = np.sqrt(np.minimum(place, groups - 1 - place)).astype(np.int64)
    below = np.concatenate([np.zeros((1, means.shape[1])), np.cumsum(means, axis=0)])
    average = (below[place + reach + 1] - below[place - reach]) / (2 * reach + 1)[:, None]
    single = np.bincount(ladder.step, minlength=groups) == 1
    return np.where(single[:, None], average, means)


def allocation_influence(
    x: FloatArray, ladder: Ladder, g: Distortion, local: FloatArray
) -> FloatArray:
    """Return the influence (Y, K) of every row on the natural allocation, up to a constant.

    For a row whose total is the j-th value: (X_i - k_ij) mass_j / weight_j
    + sum over k < j of g'(S_k) (k_i,k+1 - k_ik), with k_ij the conditional mean of part i, of which
    ``local`` (G, K) are the smoothed ones.
    """
    survival = ladder.survival[1:-1]
    near = 1e-4 * np.minimum(survival, 1.0 - survival)
    slope = (g(survival + near) - g(survival - near)) / (2.0 * near)
    risen = np.zeros_like(local)
    np.cumsum(slope[:, None] * np.diff(local, axis=0), axis=0, out=risen[1:])
    density = ladder.mass(g) / ladder.weight
    return (x - local[ladder.step]) * density[ladder.step][:, None] + risen[ladder.step]
