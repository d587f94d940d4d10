"""Risk measures of a weighted sample, with one convention for quantiles.

VaR_p = inf{x: F(x) >= p}, an order statistic without interpolation; TVaR_p = 1/(1-p) times the
integral of VaR_u over u from p to 1, so that an atom at VaR is split. Losses are positive, gains
negative. At p = 0 VaR is the smallest value and TVaR the mean; at p = 1 both are the largest value.
"""

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.risk.ranks import ROUNDING, TIE, check_level, rank


def sample(values: ArrayLike, weights: ArrayLike | None = None) -> tuple[FloatArray, FloatArray]:
    """Return values (Y,) and weights (Y,) that add up to 1.

    Raises
    ------
    ValueError
        If there are no values, they have more than one axis or are not finite, or the weights do
        not fit, are negative, not finite or all 0.
    """
    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 1:
        raise ValueError(f"a sample has one axis, found shape {x.shape}")
    return _weighed(x, weights)


def table(parts: ArrayLike, weights: ArrayLike | None = None) -> tuple[FloatArray, FloatArray]:
    """Return parts (Y, K) and weights (Y,) that add up to 1; refusals as in ``sample``."""
    x = np.asarray(parts, dtype=np.float64)
    if x.ndim != 2:
        raise ValueError(f"parts have two axes, found shape {x.shape}")
    return _weighed(x, weights)


def _weighed(x: FloatArray, weights: ArrayLike | None) -> tuple[FloatArray, FloatArray]:
    rows = len(x)
    if rows == 0:
        raise ValueError("a sample needs at least one value")
    if not np.isfinite(x).all():
        raise ValueError("a sample holds a value that is not finite")
    if weights is None:
        return x, np.full(rows, 1.0 / rows)
    w = np.asarray(weights, dtype=np.float64)
    if w.shape != (rows,):
        raise ValueError(f"weights have shape {w.shape}, the sample has {rows} rows")
    total = w.sum()
    if not (np.isfinite(total) and total > 0.0 and (w >= 0.0).all()):
        raise ValueError("weights must be finite, not negative and not all 0")
    return x, w / total


def mean(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the mean of a sample (Y,)."""
    x, w = sample(values, weights)
    return float(w @ x)


def standard_deviation(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the root of the mean square deviation from the mean, without a degree of freedom."""
    x, w = sample(values, weights)
    deviation = x - w @ x
    return float(np.sqrt(w @ (deviation * deviation)))


def value_at_risk(values: ArrayLike, p: float, weights: ArrayLike | None = None) -> float:
    """Return VaR_p = inf{x: F(x) >= p} of a sample (Y,)."""
    check_level(p)
    x, w = sample(values, weights)
    if weights is None or (w == w[0]).all():
        k = rank(x.size, p) - 1
        return float(np.partition(x, k)[k])
    present = np.flatnonzero(w)
    order = present[np.argsort(x[present], kind="stable")]
    below = np.cumsum(w[order], dtype=np.longdouble)
    reached = below >= p * below[-1] * (1.0 - ROUNDING)
    return float(x[order[np.argmax(reached)]])


def tail_weights(values: ArrayLike, p: float, weights: ArrayLike | None = None) -> FloatArray:
    """Return weights (Y,), adding up to 1, whose mean of a sample (Y,) is its TVaR_p.

    Rows above VaR have their full weight over 1 - p; rows at VaR share what is missing in
    proportion to their weights. The same weights on the parts of a total give their co-TVaR.
    """
    x, w = sample(values, weights)
    q = value_at_risk(x, p, weights)
    tie = TIE * abs(q)
    at = w * (np.abs(x - q) <= tie)
    if p == 1.0:
        return at / at.sum()
    above = w * (x > q + tie)
    missing = max((1.0 - p) - above.sum(), 0.0)
    return (above + at * (missing / at.sum())) / (1.0 - p)


def tail_value_at_risk(values: ArrayLike, p: float, weights: ArrayLike | None = None) -> float:
    """Return TVaR_p of a sample (Y,): the mean of its worst 1 - p, the atom at VaR split.

    TVaR_p = q + E[(X - q)+] / (1 - p) with q = VaR_p; also called expected shortfall. Acerbi &
    Tasche (2002), Journal of Banking & Finance 26.
    """
    x, w = sample(values, weights)
    q = value_at_risk(x, p, weights)
    return q if p == 1.0 else q + float(w @ np.maximum(x - q, 0.0)) / (1.0 - p)


def co_tail_value_at_risk(
    parts: ArrayLike, total: ArrayLike, p: float, weights: ArrayLike | None = None
) -> FloatArray:
    """Return the mean (K,) of the parts (Y, K) in the worst 1 - p of the total (Y,).

    The Euler allocation of TVaR: where the parts add up to the total, the answer adds up to its
    TVaR. Parts of rows at VaR count at their conditional mean. Tasche (1999); theory of Euler
    allocation in Kalkbrener (2005).
    """
    x, _ = table(parts, weights)
    tail = tail_weights(total, p, weights)
    if len(x) != tail.size:
        raise ValueError(f"parts have shape {x.shape}, the total has {tail.size} rows")
    return tail @ x


def expected_policyholder_deficit(
    values: ArrayLike, assets: float, weights: ArrayLike | None = None
) -> float:
    """Return E[(X - assets)+], what a holder of ``assets`` leaves unpaid on average."""
    x, w = sample(values, weights)
    return float(w @ np.maximum(x - assets, 0.0))


def deficit_ratio(values: ArrayLike, assets: float, weights: ArrayLike | None = None) -> float:
    """Return the expected policyholder deficit over the expected loss.

    Raises
    ------
    ValueError
        If the expected loss is not positive.
    """
    expected = mean(values, weights)
    if expected <= 0.0:
        raise ValueError(f"no deficit ratio for an expected loss of {expected}")
    return expected_policyholder_deficit(values, assets, weights) / expected
