"""Ways to divide an amount of capital among the parts of a total; co-TVaR is in ``measures``."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from coinsure.arrays import FloatArray
from coinsure.risk.measures import table


def _parts(
    parts: ArrayLike, weights: ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return parts (Y, K), their sum (Y,) and weights (Y,)."""
    x, w = table(parts, weights)
    return x, x.sum(axis=1), w


def covariances(parts: ArrayLike, weights: ArrayLike | None = None) -> FloatArray:
    """Return Cov(X_i, S) (K,) of parts (Y, K) and their sum S; they add up to its variance."""
    x, total, w = _parts(parts, weights)
    deviation = total - w @ total
    return (w * deviation) @ (x - w @ x)


def deviation_contributions(parts: ArrayLike, weights: ArrayLike | None = None) -> FloatArray:
    """Return Cov(X_i, S) / sd(S) (K,): the Euler allocation of the standard deviation."""
    shared = covariances(parts, weights)
    return shared / np.sqrt(_positive(shared.sum(), "variance of the total"))


def by_covariance(parts: ArrayLike, amount: float, weights: ArrayLike | None = None) -> FloatArray:
    """Return amount x Cov(X_i, S) / Var(S), (K,); below 0 for a part that offsets the others."""
    shared = covariances(parts, weights)
    return amount * shared / _positive(shared.sum(), "variance of the total")


def proportional(standalone: ArrayLike, amount: float) -> FloatArray:
    """Divide an amount in proportion to stand-alone figures (K,)."""
    alone = np.asarray(standalone, dtype=np.float64)
    return amount * alone / _positive(alone.sum(), "sum of the stand-alone figures")


def last_in(parts: ArrayLike, measure: Callable[[FloatArray], float]) -> FloatArray:
    """Return measure(S) - measure(S - X_i), (K,): what each part adds when it joins last.

    For a subadditive, homogeneous measure they add up to at most measure(S). Merton & Perold
    (1993), Journal of Applied Corporate Finance 6.
    """
    x, total, _ = _parts(parts, None)
    whole = measure(total)
    return np.array([whole - measure(total - part) for part in x.T])


def percentile_layer(
    parts: ArrayLike, assets: float, weights: ArrayLike | None = None
) -> FloatArray:
    """Divide ``assets`` layer by layer: the integral of E[X_i / X | X > x] over x from 0, (K,).

    The answer adds up to ``assets``. Bodoff (2009), Variance 3(1), with assets = VaR_p.

    Raises
    ------
    ValueError
        If assets are negative or exceed the largest total: nobody can be asked for the rest.
    """
    x, total, w = _parts(parts, weights)
    largest = total[w > 0.0].max()
    if not 0.0 <= assets <= largest:
        raise ValueError(f"assets must lie between 0 and the largest total {largest:.6g}")
    used = np.flatnonzero((total > 0.0) & (w > 0.0))
    order = used[np.argsort(total[used], kind="stable")]
    level = np.minimum(total[order], assets)
    layer = np.diff(level, prepend=0.0)
    beyond = np.cumsum(w[order][::-1])[::-1]
    fraction = x[order] * (w[order] / total[order])[:, None]
    share = np.cumsum(fraction[::-1], axis=0)[::-1] / beyond[:, None]
    return layer @ share


def equal_priority(parts: ArrayLike, assets: float, weights: ArrayLike | None = None) -> FloatArray:
    """Return E[X_i min(1, assets / X)], (K,): what each part recovers on average.

    Mildenhall & Major (2022), Pricing Insurance Risk, section 12.3.
    """
    if assets < 0.0:
        raise ValueError(f"assets cannot be negative, found {assets}")
    x, total, w = _parts(parts, weights)
    short = total > assets
    paid = np.where(short, assets / np.where(short, total, 1.0), 1.0)
    return (w * paid) @ x


def capital_return_gradient(profit: ArrayLike, capital: ArrayLike) -> FloatArray:
    """Return how the return on capital of the whole moves when part i grows by its own size, (K,).

    (a_i / a) (r_i - r), with r_i = profit_i / a_i and Euler contributions a_i of a homogeneous
    capital a: the only allocation whose returns point the right way. Tasche (1999, 2008).
    """
    gains, amounts = np.asarray(profit, dtype=np.float64), np.asarray(capital, dtype=np.float64)
    whole = _positive(amounts.sum(), "capital of the whole")
    return gains / whole - amounts / whole * (gains.sum() / whole)


def square_root_total(charges: ArrayLike, correlation: ArrayLike) -> float:
    """Return sqrt(v' R v) of charges v (K,) with correlation R (K, K)."""
    v, r = np.asarray(charges, dtype=np.float64), np.asarray(correlation, dtype=np.float64)
    return float(np.sqrt(max(v @ r @ v, 0.0)))


def square_root_contributions(charges: ArrayLike, correlation: ArrayLike) -> FloatArray:
    """Return v_i (R v)_i / sqrt(v' R v), (K,): the Euler allocation of ``square_root_total``."""
    v, r = np.asarray(charges, dtype=np.float64), np.asarray(correlation, dtype=np.float64)
    total = square_root_total(v, r)
    return v * (r @ v) / total if total > 0.0 else np.zeros_like(v)


def diversification(standalone: ArrayLike, whole: float) -> float:
    """Return 1 - whole / sum of the stand-alone figures: the part that pooling saves."""
    return 1.0 - whole / _positive(float(np.sum(standalone)), "sum of the stand-alone figures")


def _positive(value: float, what: str) -> float:
    if not value > 0.0:
        raise ValueError(f"the {what} must be positive, found {value}")
    return value
