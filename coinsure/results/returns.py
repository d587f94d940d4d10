"""What members earn on their part of the capital, with errors that know how both move together."""

from dataclasses import dataclass

import numpy as np

from coinsure.arrays import BATCHES, CELL, FloatArray
from coinsure.capital.economic import Measure, capital
from coinsure.results.batches import mean_of_batches
from coinsure.results.estimates import Rows
from coinsure.risk.estimate import Estimate
from coinsure.risk.influence import Influence

ROUNDING = 1e-9
"""A difference this small against the returns themselves is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Earned:
    """A member's mean result over its capital, and what the batches add to it (BATCHES,)."""

    ratio: Estimate
    of_batch: FloatArray
    bound: float  # standard error at most, for runs of too few batches


def earned(rows: Rows, member: str, measure: Measure, level: float) -> Earned:
    """Return a member's mean result of a year over its own capital of year 1.

    A path moves -D / C by -(dD + r dC) / C, with r the ratio; both parts are added up by batch.
    """
    row = f"members.{member}.deficit"
    deficit, sample = rows.mean(row), rows.tail(row, 0)
    held = capital(sample, measure, level)
    if held.value is None or held.value <= 0.0:
        reason = held.reason or "needs no capital"
        return Earned(Estimate.refused(reason), np.zeros(BATCHES), 0.0)
    bound = deficit.times(-1.0).over(held)
    ratio = bound.value or 0.0
    influence = sample.var_influence(level) if measure == "var" else sample.tvar_influence(level)
    of_batch = -(rows.batches(row) + ratio * _by_batch(influence)) / held.value
    error = mean_of_batches(of_batch, rows.paths).se
    return Earned(
        bound if error is None else Estimate.normal(ratio, error), of_batch, bound.se or 0
    )


def more_earned(one: Earned, other: Earned, paths: int) -> Estimate:
    """Return by how much the other earns more on the same losses, with its paired error."""
    if one.ratio.value is None or other.ratio.value is None:
        return Estimate.refused(one.ratio.reason or other.ratio.reason)
    error = mean_of_batches(other.of_batch - one.of_batch, paths).se
    gap = other.ratio.value - one.ratio.value
    error = one.bound + other.bound if error is None else error
    rounding = ROUNDING * max(abs(one.ratio.value), abs(other.ratio.value))
    if abs(gap) <= rounding and error <= rounding:
        return Estimate.exact(0.0)
    return Estimate.normal(gap, error)


def _by_batch(influence: Influence) -> FloatArray:
    """Add up over the paths of each batch what they add to an estimate, (BATCHES,)."""
    batch = influence.path // CELL % BATCHES
    return np.bincount(batch, influence.value, BATCHES) / influence.years
