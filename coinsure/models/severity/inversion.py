"""Quantiles of a product, found from its distribution function and its survival function."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.errors import ModelRefusedError

if TYPE_CHECKING:
    from coinsure.models.severity.product import Product

_GRID = 200
_ROUNDS = 100
_ACCURACY = 1e-12
_SMALLEST = 1e-300


def invert(product: "Product", u: FloatArray, v: FloatArray) -> FloatArray:
    """Return the amounts with probability ``u`` below and ``v`` above; the smaller of the two decides."""
    low_end, high_end = product.support()
    amounts = np.empty(u.shape)
    amounts[u <= 0.0] = low_end
    amounts[v <= 0.0] = high_end
    lower = (u > 0.0) & (u < v)
    upper = (v > 0.0) & (u >= v)
    grid = _grid(product, min(u[lower].min(initial=0.5), v[upper].min(initial=0.5)))
    if lower.any():
        amounts[lower] = solve_rising(lambda x: _log(product.cdf(x)), np.log(u[lower]), grid)
    if upper.any():
        amounts[upper] = solve_rising(lambda x: -_log(product.survival(x)), -np.log(v[upper]), grid)
    return amounts


def solve_rising(
    function: Callable[[FloatArray], FloatArray], target: FloatArray, grid: FloatArray
) -> FloatArray:
    """Return x (n,) with function(x) = ``target`` (n,), for a rising function between the ends of ``grid``.

    Brackets on the grid, then inverse quadratic interpolation kept safe by bisection. Source:
    Chandrupatla, A new hybrid quadratic/bisection algorithm, Adv. Eng. Software 28 (1997).

    Raises
    ------
    ModelRefusedError
        The grid does not reach the target.
    """
    level = np.maximum.accumulate(function(grid))
    place = np.searchsorted(level, target)
    if np.any(place == grid.size) or np.any((place == 0) & (level[0] > target + 1e-9)):
        message = "a quantile of a severity with a random scale lies beyond what can be computed"
        raise ModelRefusedError(message)
    before = np.maximum(place - 1, 0)
    a, b = grid[place], grid[before]
    fa, fb = level[place] - target, level[before] - target
    c, fc = a.copy(), fa.copy()
    step = np.full(target.shape, 0.5)
    active = np.flatnonzero((fa != 0.0) & (a != b))
    best = np.where((fa == 0.0) | (a == b), a, b)
    for _ in range(_ROUNDS):
        if active.size == 0:
            break
        k = active
        x = a[k] + step[k] * (b[k] - a[k])
        fx = function(x) - target[k]
        same = np.sign(fx) == np.sign(fa[k])
        c[k], fc[k] = np.where(same, a[k], b[k]), np.where(same, fa[k], fb[k])
        b[k], fb[k] = np.where(same, b[k], a[k]), np.where(same, fb[k], fa[k])
        a[k], fa[k] = x, fx
        nearer = np.abs(fa[k]) < np.abs(fb[k])
        best[k] = np.where(nearer, a[k], b[k])
        with np.errstate(all="ignore"):
            width = np.abs(b[k] - a[k])
            least = np.minimum(_ACCURACY * np.abs(best[k]) / width, 0.5)
            xi = (a[k] - b[k]) / (c[k] - b[k])
            phi = (fa[k] - fb[k]) / (fc[k] - fb[k])
            curved = (phi**2 < xi) & ((1.0 - phi) ** 2 < 1.0 - xi)
            inverse = fa[k] / (fb[k] - fa[k]) * fc[k] / (fb[k] - fc[k]) + (c[k] - a[k]) / (
                b[k] - a[k]
            ) * fa[k] / (fc[k] - fa[k]) * fb[k] / (fc[k] - fb[k])
            step[k] = np.clip(
                np.where(curved & np.isfinite(inverse), inverse, 0.5), least, 1.0 - least
            )
        active = k[(fx != 0.0) & (width > 2.0 * _ACCURACY * np.abs(best[k]))]
    return best


def _grid(product: "Product", smallest: float) -> FloatArray:
    """Return amounts that span those asked for: value and ratio large together, or one of the two."""
    reach = np.log(max(smallest * smallest, _SMALLEST)) - 1.0
    logit = np.linspace(reach, -reach, _GRID)
    u, v = 1.0 / (1.0 + np.exp(-logit)), 1.0 / (1.0 + np.exp(logit))
    low = u < 0.5
    values = np.concatenate(
        [product.value.quantile(u[low]), product.value.quantile_of_survival(v[~low])]
    )
    ratios = np.concatenate(
        [product.ratio.quantile(u[low]), product.ratio.quantile_of_survival(v[~low])]
    )
    amounts = product.at(values, ratios)
    if product.rate > 0.0:
        amounts = np.concatenate([amounts, product.at(values, ratios[::-1])])
    return np.unique(amounts[np.isfinite(amounts)])


def _log(probability: FloatArray) -> FloatArray:
    return np.log(np.maximum(probability, _SMALLEST))
