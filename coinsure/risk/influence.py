"""What each path adds to an estimate: the one source of clustered and paired standard errors."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.risk.sums import in_groups, in_order


@dataclass(frozen=True, slots=True, eq=False)
class Influence:
    """What each path adds to an estimate, summed over its years; paths that are missing add 0."""

    path: IntArray  # (m,) each once
    value: FloatArray  # (m,)
    paths: int
    years: int


def covariance(a: Influence, b: Influence) -> float:
    """Return the covariance of two estimates of runs on the same paths with the same seed.

    Cov = [sum(ab)/P - sum(a)/P sum(b)/P] / (T^2 P); only paths in both tails add to the first sum.

    Raises
    ------
    ValueError
        If the two runs differ in paths or years.
    """
    if (a.paths, a.years) != (b.paths, b.years):
        raise ValueError(
            f"{a.paths} x {a.years} path-years cannot be paired with {b.paths} x {b.years}"
        )
    _, mine, other = np.intersect1d(a.path, b.path, assume_unique=True, return_indices=True)
    both = float(in_order(a.value[mine] * b.value[other])) / a.paths
    product = float(in_order(a.value)) * float(in_order(b.value)) / a.paths / a.paths
    return (both - product) / (a.years * a.years * a.paths)


def standard_error(influence: Influence) -> float:
    """Return the standard error of the estimate, clustered by path."""
    return math.sqrt(variance(influence))


def variance(influence: Influence) -> float:
    """Return the variance of the estimate: its covariance with itself, without looking paths up."""
    squares = float(in_order(influence.value * influence.value)) / influence.paths
    mean = float(in_order(influence.value)) / influence.paths
    return max(squares - mean * mean, 0.0) / (influence.years**2 * influence.paths)


def combined(terms: Sequence[tuple[float, Influence]]) -> Influence:
    """Return the influence on a sum of estimates of one run, each times its factor."""
    first = terms[0][1]
    if any((term.paths, term.years) != (first.paths, first.years) for _, term in terms):
        raise ValueError("estimates of different paths cannot be added")
    path, position = np.unique(
        np.concatenate([influence.path for _, influence in terms]), return_inverse=True
    )
    value = np.concatenate([factor * influence.value for factor, influence in terms])
    return Influence(path, in_groups(position, value, path.size), first.paths, first.years)
