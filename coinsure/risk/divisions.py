"""An amount divided among the parts of a total, with what each row of a sample adds to the parts.

Rows are equally likely. The influence (Y, K) of a row on an estimate is how far the estimate moves
when the row becomes more likely, times the number of rows; summed over the years of a path it gives
the standard errors, summed over the parts it is the influence on the whole.
"""

import math
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.risk.estimate import NORMAL_975, Estimate
from coinsure.risk.influence import Influence, skewed_estimate
from coinsure.risk.measures import tail_weights
from coinsure.risk.ranks import TIE, bounding_ranks, rank

NEIGHBOURS = 0.8
"""Rows on each side that tell what parts are at a quantile: the rows beyond it to this power, the
rate at which bias and scatter of a mean of nearest neighbours balance (Stone 1977, Annals of
Statistics 5)."""


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """An amount divided among the parts of a total."""

    parts: FloatArray  # (K,)
    influence: FloatArray  # (Y, K)

    @property
    def whole(self) -> float:
        """Return what is divided."""
        return float(self.parts.sum())

    @property
    def of_whole(self) -> FloatArray:
        """Return what each row adds to the whole, (Y,)."""
        return self.influence.sum(axis=1)

    def estimates(self, years: int) -> tuple[Estimate, tuple[Estimate, ...]]:
        """Return the whole and the parts; rows of a path stand together, ``years`` of them."""
        return (
            _estimate(self.whole, self.of_whole, years),
            tuple(
                _estimate(float(part), row, years)
                for part, row in zip(self.parts, self.influence.T, strict=True)
            ),
        )

    def fractions(self, years: int) -> tuple[Estimate, ...]:
        """Return the parts as fractions of the whole."""
        whole = self.whole
        if whole == 0.0:
            return tuple(Estimate.refused("the denominator is 0") for _ in self.parts)
        part = self.parts / whole
        moved = (self.influence - np.outer(self.of_whole, part)) / whole
        return tuple(
            _estimate(float(value), row, years) for value, row in zip(part, moved.T, strict=True)
        )


def _estimate(value: float, of_row: FloatArray, years: int) -> Estimate:
    of_path = (of_row - of_row.mean()).reshape(-1, years).sum(axis=1)
    return skewed_estimate(value, Influence(np.arange(of_path.size), of_path, of_path.size, years))


def of_mean(parts: FloatArray) -> Division:
    """Return the mean of every part (Y, K)."""
    return Division(parts.mean(axis=0), parts - parts.mean(axis=0))


def of_deviation(parts: FloatArray) -> Division:
    """Divide the standard deviation of the total by Euler: Cov(X_i, S) / sd(S).

    Raises
    ------
    ValueError
        If the total does not vary.
    """
    shared, variance, of_shared, of_variance = _covariances(parts)
    deviation = math.sqrt(variance)
    moved = of_shared / deviation - np.outer(of_variance, shared / (2.0 * deviation**3))
    return Division(shared / deviation, moved)


def by_covariance(parts: FloatArray, amount: float, of_amount: FloatArray) -> Division:
    """Divide an amount, with what each row adds to it (Y,), as Cov(X_i, S) / Var(S)."""
    shared, variance, of_shared, of_variance = _covariances(parts)
    part = shared / variance
    moved = (of_shared - np.outer(of_variance, part)) * (amount / variance)
    return Division(amount * part, moved + np.outer(of_amount, part))


def _covariances(parts: FloatArray) -> tuple[FloatArray, float, FloatArray, FloatArray]:
    """Return covariances with the total (K,), its variance, and what each row adds to them."""
    deviation = parts - parts.mean(axis=0)
    total = deviation.sum(axis=1)
    square = total * total
    variance = float(square.mean())
    if not variance > 0.0:
        raise ValueError("it does not vary")
    products = deviation * total[:, None]
    shared = products.mean(axis=0)
    return shared, variance, products - shared, square - variance


def of_value_at_risk(parts: FloatArray, p: float) -> Division:
    """Divide VaR_p of the total by Euler: E[X_i | S = VaR_p], scaled so that it adds up.

    The mean is over the rows next to the quantile, or over those that tie at it. The parts move
    with VaR in proportion. Tasche (1999); Epperlein & Smillie (2006), Risk 19(8), on the scaling.
    """
    total = parts.sum(axis=1)
    order = np.argsort(total, kind="stable")
    place = rank(total.size, p) - 1
    q = float(total[order[place]])
    near = _next_to(total[order], place)
    rows = order[near]
    mean = parts[rows].mean(axis=0)
    if not (q > 0.0 and mean.sum() > 0.0):
        raise ValueError("the worst years lose nothing")
    fraction = mean / mean.sum()
    moved: FloatArray = _of_quantile(total[order], total, p)[:, None] * fraction
    scale = q / float(mean.sum()) * total.size / rows.size
    moved[rows] += scale * (parts[rows] - np.outer(total[rows], fraction))
    return Division(q * fraction, moved)


def _next_to(rising: FloatArray, place: int) -> IntArray:
    """Return the places of the rows at the value of a place, or around it if it is alone."""
    q = rising[place]
    at = np.flatnonzero(np.abs(rising - q) <= TIE * abs(q))
    if at.size > 1:
        return at
    beyond = rising.size - 1 - place
    reach = min(max(int(beyond**NEIGHBOURS), 1), beyond, place)
    return np.arange(place - reach, place + reach + 1)


def _of_quantile(rising: FloatArray, total: FloatArray, p: float) -> FloatArray:
    """Return what each row adds to VaR_p: whether it is beyond, over the density there.

    The density is read from the order statistics that bound the quantile at 95 %.
    """
    n = rising.size
    low, high = bounding_ranks(n, p)
    error = (rising[min(high, n) - 1] - rising[max(low, 1) - 1]) / (2.0 * NORMAL_975)
    beyond = total > rising[rank(n, p) - 1]
    return (beyond - beyond.mean()) * (error * math.sqrt(n / (p * (1.0 - p))))


def of_tail_value_at_risk(parts: FloatArray, p: float, at_quantile: FloatArray) -> Division:
    """Divide TVaR_p of the total by Euler (co-TVaR): the mean of each part in the worst 1 - p.

    ``at_quantile`` (K,) is the mean of each part where the total is at VaR_p, for the errors.
    """
    weight = tail_weights(parts.sum(axis=1), p)
    moved = weight[:, None] * (parts - at_quantile) * len(parts)
    return Division(weight @ parts, moved - moved.mean(axis=0))


def by_percentile_layer(parts: FloatArray, assets: float, of_assets: FloatArray) -> Division:
    """Divide assets, with what each row adds to them (Y,), layer by layer.

    a_i is the integral of E[X_i / S | S > x] over x from 0 to the assets; a row adds
    X_i / S times the integral of 1 / P(S > x) up to its total, less that of the fractions over
    P(S > x). Bodoff (2009), Variance 3(1).

    Raises
    ------
    ValueError
        If the assets are not above 0 or exceed the largest total.
    """
    total = parts.sum(axis=1)
    if not 0.0 < assets <= total.max():
        raise ValueError("the worst years lose nothing")
    used = np.flatnonzero(total > 0.0)
    order = used[np.argsort(total[used], kind="stable")]
    level = np.minimum(total[order], assets)
    layer = np.diff(level, prepend=0.0)
    beyond = np.arange(order.size, 0, -1)
    fraction = parts[order] / total[order][:, None]
    share: FloatArray = np.cumsum(fraction[::-1], axis=0)[::-1] / beyond[:, None]
    of_layer = layer * (total.size / beyond)
    moved = of_assets[:, None] * share[np.searchsorted(level, assets)]
    moved[order] += fraction * np.cumsum(of_layer)[:, None]
    moved[order] -= np.cumsum(of_layer[:, None] * share, axis=0)
    return Division(layer @ share, moved)
