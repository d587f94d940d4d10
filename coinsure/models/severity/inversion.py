"""Quantiles of a product, found from its distribution function and its survival function."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.errors import ModelRefusedError

if TYPE_CHECKING:
    from coinsure.models.severity.product import Product

_GRID = 400
_ROUNDS = 100
_SETTLED = 1e-10  # relative error of the probability
_NARROWEST = 1e-15  # relative width of a bracket
_SMALLEST = 1e-300


def invert(product: "Product", u: FloatArray, v: FloatArray) -> FloatArray:
    """Return the amounts with probability ``u`` below and ``v`` above; the smaller one decides."""
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
    """Return x (n,) with function(x) = ``target`` (n,) for a rising continuous function.

    The rising ``grid`` gives a bracket and, by inverse cubic interpolation, a first guess for each
    target; false position closes the bracket, and an end that stays twice counts half (Illinois:
    Dowell & Jarratt, BIT 11, 1971).

    Raises
    ------
    ModelRefusedError
        A target lies beyond the grid, or a bracket does not close.
    """
    level = np.maximum.accumulate(function(grid))
    place = np.searchsorted(level, target)
    if not np.all((level[0] <= target) & (target <= level[-1])):
        message = "a quantile of a severity with a random scale lies beyond what can be computed"
        raise ModelRefusedError(message)
    place = np.maximum(place, 1)
    left, right = grid[place - 1], grid[place]
    below, above = level[place - 1] - target, level[place] - target
    answer = np.where(above == 0.0, right, left)
    open_ = np.flatnonzero((below < 0.0) & (above > 0.0))
    left, right, below, above = left[open_], right[open_], below[open_], above[open_]
    guess = _inverse_cubic(grid, level, place, target)[open_]
    was_low, was_high = np.zeros(open_.size, dtype=bool), np.zeros(open_.size, dtype=bool)
    for _ in range(_ROUNDS):
        if open_.size == 0:
            return answer
        x = np.clip(guess, left, right)
        error = function(x) - target[open_]
        answer[open_] = x
        low = error < 0.0
        below, above = (
            np.where(low, error, np.where(was_high, 0.5 * below, below)),
            np.where(low, np.where(was_low, 0.5 * above, above), error),
        )
        left, right = np.where(low, x, left), np.where(low, right, x)
        wide = right - left > _NARROWEST * np.maximum(np.abs(left), np.abs(right))
        keep = ~(np.abs(error) <= _SETTLED) & wide
        open_, was_low, was_high = open_[keep], low[keep], ~low[keep]
        left, right, below, above = left[keep], right[keep], below[keep], above[keep]
        guess = left - below * (right - left) / (above - below)
    message = "a quantile of a severity with a random scale cannot be found"
    raise ModelRefusedError(message)


def _inverse_cubic(
    grid: FloatArray, level: FloatArray, place: IntArray, target: FloatArray
) -> FloatArray:
    """Return the cubic in the level through the four grid points around each target."""
    points = np.clip(place - 2, 0, grid.size - 4)[:, None] + np.arange(4)
    x, y = grid[points], level[points]
    guess = np.zeros(target.size)
    with np.errstate(divide="ignore", invalid="ignore"):
        for i in range(4):
            others = [j for j in range(4) if j != i]
            shape = [(target - y[:, j]) / (y[:, i] - y[:, j]) for j in others]
            guess += x[:, i] * shape[0] * shape[1] * shape[2]
    return np.where(np.isfinite(guess), guess, 0.5 * (grid[place - 1] + grid[place]))


def _grid(product: "Product", smallest: float) -> FloatArray:
    """Return amounts that span those asked for: value and ratio rise together, or against.

    Where both are at probability p of being exceeded, the amount is exceeded with at most 2 p.
    """
    reach = np.log(max(smallest, _SMALLEST)) - 2.0
    logit = np.linspace(reach, -reach, _GRID)
    u, v = 1.0 / (1.0 + np.exp(-logit)), 1.0 / (1.0 + np.exp(logit))
    values, ratios = (
        np.where(u < 0.5, amount.quantile(u), amount.quantile_of_survival(v))
        for amount in (product.value, product.ratio)
    )
    amounts = product.at(values, ratios)
    if product.rate > 0.0:
        amounts = np.concatenate([amounts, product.at(values, ratios[::-1])])
    return np.unique(amounts[np.isfinite(amounts)])


def _log(probability: FloatArray) -> FloatArray:
    return np.log(np.maximum(probability, _SMALLEST))
