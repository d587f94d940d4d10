"""Classical premium principles of a weighted sample: Buehlmann (1970); Kaas et al. (2008)."""

import math

import numpy as np
from numpy.typing import ArrayLike

from coinsure.risk.measures import mean, sample, standard_deviation


def expected_value(values: ArrayLike, loading: float, weights: ArrayLike | None = None) -> float:
    """Return (1 + loading) E[X]."""
    return (1.0 + loading) * mean(values, weights)


def variance_principle(
    values: ArrayLike, loading: float, weights: ArrayLike | None = None
) -> float:
    """Return E[X] + loading Var(X)."""
    return mean(values, weights) + loading * standard_deviation(values, weights) ** 2


def deviation_principle(
    values: ArrayLike, loading: float, weights: ArrayLike | None = None
) -> float:
    """Return E[X] + loading sd(X)."""
    return mean(values, weights) + loading * standard_deviation(values, weights)


def exponential(values: ArrayLike, aversion: float, weights: ArrayLike | None = None) -> float:
    """Return ln E[exp(a X)] / a for a risk aversion a > 0, the mean at a = 0."""
    x, w = sample(values, weights)
    if aversion < 0.0:
        raise ValueError(f"risk aversion cannot be negative, found {aversion}")
    if aversion == 0.0:
        return float(w @ x)
    top = float(x.max())
    return top + math.log(float(w @ np.exp(aversion * (x - top)))) / aversion


def esscher(values: ArrayLike, tilt: float, weights: ArrayLike | None = None) -> float:
    """Return E[X exp(h X)] / E[exp(h X)]."""
    x, w = sample(values, weights)
    tilted = w * np.exp(tilt * x - float((tilt * x).max()))
    return float(tilted @ x) / float(tilted.sum())
