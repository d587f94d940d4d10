"""Quantiles found from a distribution function and a survival function."""

from collections.abc import Callable

import numpy as np

from coinsure.arrays import BoolArray, FloatArray, IntArray
from coinsure.errors import ModelRefusedError
from coinsure.models.severity.distribution import Distribution

_GRID = 400
_ROUNDS = 100
_SETTLED = 1e-10  # relative error of the probability
_NARROWEST = 1e-15  # relative width of a bracket
_SMALLEST = 1e-300


def invert(
    distribution: Distribution,
    u: FloatArray,
    v: FloatArray,
    amounts: Callable[[float], FloatArray],
) -> FloatArray:
    """Return the amounts with probability ``u`` below and ``v`` above; the smaller one decides.

    ``amounts`` gives some that span those of this probability and more, on both sides.
    """
    low_end, high_end = distribution.support()
    u, v = np.asarray(u, np.float64), np.asarray(v, np.float64)
    answer = np.empty(u.shape)
    answer[u <= 0.0] = low_end
    answer[v <= 0.0] = high_end
    lower = (u > 0.0) & (u < v)
    upper = (v > 0.0) & (u >= v)
    smallest = min(u[lower].min(initial=0.5), v[upper].min(initial=0.5))
    single = _at_single_amounts(distribution, u, v, lower, upper, answer)
    lower, upper = lower & ~single, upper & ~single
    grid = amounts(smallest)
    breaks = distribution.breaks()
    if breaks.size:
        grid = np.concatenate([grid, breaks, np.nextafter(breaks, -np.inf)])
    grid = np.unique(grid[np.isfinite(grid)])
    if lower.any():
        answer[lower] = solve_rising(lambda x: _log(distribution.cdf(x)), np.log(u[lower]), grid)
    if upper.any():
        answer[upper] = solve_rising(
            lambda x: -_log(distribution.survival(x)), -np.log(v[upper]), grid
        )
    return answer


def _at_single_amounts(
    distribution: Distribution,
    u: FloatArray,
    v: FloatArray,
    lower: BoolArray,
    upper: BoolArray,
    answer: FloatArray,
) -> BoolArray:
    """Write the quantiles that are amounts with a probability of their own; return which are."""
    single = np.zeros(u.shape, dtype=bool)
    points, chances = distribution.atoms()
    if points.size == 0:
        return single
    order = np.argsort(points)
    points, chances = points[order], chances[order]
    upto, above = distribution.cdf(points), distribution.survival(points)
    place = np.minimum(np.searchsorted(upto, u), points.size - 1)
    found = lower & (upto[place] - chances[place] < u) & (u <= upto[place])
    answer[found] = points[place[found]]
    place_above = np.minimum(np.searchsorted(-above, -v), points.size - 1)
    found_above = upper & (v < above[place_above] + chances[place_above])
    found_above &= above[place_above] <= v
    answer[found_above] = points[place_above[found_above]]
    return found | found_above


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
        message = "a quantile of a severity lies beyond what can be computed"
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
    message = "a quantile of a severity cannot be found"
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


def logit_grid(smallest: float) -> tuple[FloatArray, FloatArray]:
    """Return probabilities below and above, from less than the ``smallest`` to more than 1 - it."""
    reach = np.log(max(smallest, _SMALLEST)) - 2.0
    logit = np.linspace(reach, -reach, _GRID)
    return 1.0 / (1.0 + np.exp(-logit)), 1.0 / (1.0 + np.exp(logit))


def _log(probability: FloatArray) -> FloatArray:
    return np.log(np.maximum(probability, _SMALLEST))
