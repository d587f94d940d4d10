"""What each path adds to an estimate: the one source of clustered and paired standard errors."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.risk.estimate import NORMAL_975, Estimate
from coinsure.risk.sums import in_groups, in_halves, in_order


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


def skewed_estimate(value: float, influence: Influence) -> Estimate:
    """Return an estimate whose interval knows the skewness and the spread of its influences.

    The end points are value + se (k (1 + 2 z^2) / 6 -+ t sqrt(d / (d - 1))) with z = 1.96, k the
    skewness of the estimate, d the degrees of freedom of its estimated variance, and t Student's
    97.5 % quantile for d. Without skewness and with many degrees they are value -+ 1.96 se.

    Notes
    -----
    The shift is the Cornish-Fisher term of a studentised mean: Johnson (1978), Journal of the
    American Statistical Association 73, 536-544; Hall (1992), The Bootstrap and Edgeworth
    Expansion, section 3.10. By Satterthwaite d = 2 n / (kurtosis - 1). The root makes up for the
    quantile, which is found in the same rows: sums of squares come out too small by about 1 / d
    (measured by ``tests/test_coverage.py``, with 25 to 100 rows in the tail).
    """
    n, x = influence.paths, influence.value
    square = x * x
    powers = (x, square, x * square, square * square)
    first, second, third, fourth = (float(in_halves(power)) / n for power in powers)
    squared = second - first**2
    if squared <= 0.0:
        return Estimate.normal(value, 0.0)
    spread = math.sqrt(squared / n) / influence.years
    cubed = third - 3.0 * first * second + 2.0 * first**3
    kurtosis = fourth - 4.0 * first * third + 6.0 * first**2 * second - 3.0 * first**4
    skewness = cubed / squared**1.5 / math.sqrt(n)
    excess = max(kurtosis / squared**2 - 1.0, 0.0)
    shift = spread * skewness * (1.0 + 2.0 * NORMAL_975**2) / 6.0
    half = spread * _widened_quantile(2.0 * n / excess if excess > 0.0 else math.inf)
    return Estimate(value, spread, value + shift - half, value + shift + half)


def _widened_quantile(degrees: float) -> float:
    """Return Student's 97.5 % quantile times sqrt(d / (d - 1)), of at least two degrees."""
    if degrees == math.inf:
        return NORMAL_975
    from scipy.special import stdtrit

    d = max(degrees, 2.0)
    return float(stdtrit(d, 0.975)) * math.sqrt(d / (d - 1.0))


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
