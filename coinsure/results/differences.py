"""What changes between two runs, with paired errors where both drew the same random numbers."""

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.results.archive import Archive
from coinsure.results.batches import mean_of_batches, paths_of_batches
from coinsure.results.estimates import Rows, annual
from coinsure.risk.estimate import Estimate
from coinsure.risk.tails import tvar_difference

ROUNDING = 1e-12
"""A difference this small against the figures themselves is none."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of year 1 in two runs, and how much larger it is in the second."""

    row: str  # as named in the plan
    measure: str  # "mean" or "tvar" at the level of the capital
    base: Estimate
    other: Estimate
    difference: Estimate
    paired: bool


def differences(
    base: Archive, other: Archive, wanted: Collection[str] | None = None
) -> list[Difference]:
    """Compare year 1 of the rows that two runs have in common: means, and TVaR where it is kept.

    Only the rows that are ``wanted``, if they are named. Where both runs drew the same random
    numbers for the same paths the errors are paired: what the two runs share cancels, and a small
    difference shows that two separate errors would hide.
    """
    mine, theirs = (
        annual(base.results, base.asked.annual, alike=False),
        annual(other.results, other.asked.annual, alike=False),
    )
    paired = base.pairs_with(other)
    found: list[Difference] = []
    for row in base.asked.annual.names:
        if theirs.has(row) and (wanted is None or row in wanted):
            found.append(_mean(row, mine, theirs, paired))
            if _watched(mine, row) and _watched(theirs, row):
                found.append(_tvar(row, mine, theirs, base.level, paired))
    return found


def difference_over_years(base: Archive, other: Archive, row: str) -> Estimate:
    """Return how much larger the mean of a row over all years is in the other run.

    Errors are paired as in ``differences``.
    """
    mine, theirs = (annual(run.results, run.asked.annual) for run in (base, other))
    first, second = mine.mean_over_years(row), theirs.mean_over_years(row)
    if not base.pairs_with(other):
        return _unpaired(first, second)
    gap = mean_of_batches(_of_all_years(theirs, row) - _of_all_years(mine, row), mine.paths)
    return _unrounded(gap, first, second)


def _of_all_years(rows: Rows, row: str) -> FloatArray:
    """Sum of the mean year of the row over the paths of each batch, (BATCHES,)."""
    sums = np.add.accumulate(rows.sheet.batch[:, :, rows.watch.names.index(row)], axis=1)[:, -1]
    centre = rows.watch.centre[rows.watch.names.index(row)]
    return sums / rows.years + centre * paths_of_batches(rows.paths)


def _watched(rows: Rows, row: str) -> bool:
    return any(watched.name == row for watched in rows.watch.watched)


def _mean(row: str, mine: Rows, theirs: Rows, paired: bool) -> Difference:
    first, second = mine.mean_of_year(row, 0), theirs.mean_of_year(row, 0)
    gap = (
        mean_of_batches(_batches(theirs, row) - _batches(mine, row), mine.paths)
        if paired
        else _unpaired(first, second)
    )
    return Difference(row, "mean", first, second, _unrounded(gap, first, second), paired)


def _tvar(row: str, mine: Rows, theirs: Rows, level: float, paired: bool) -> Difference:
    a, b = mine.tail(row, 0), theirs.tail(row, 0)
    first, second = a.tail_value_at_risk(level), b.tail_value_at_risk(level)
    gap = tvar_difference(a, b, level) if paired else _unpaired(first, second)
    return Difference(row, "tvar", first, second, _unrounded(gap, first, second), paired)


def _unrounded(gap: Estimate, first: Estimate, second: Estimate) -> Estimate:
    """Return the difference, 0 where it or its error is only what rounding leaves."""
    if gap.value is None or gap.se is None:
        return gap
    size = max(abs(first.value or 0.0), abs(second.value or 0.0))
    if size == 0.0:
        return Estimate.exact(0.0)
    rounding = ROUNDING * size
    value = 0.0 if abs(gap.value) <= rounding else gap.value
    return Estimate.exact(value) if gap.se <= rounding else Estimate.normal(value, gap.se)


def _unpaired(first: Estimate, second: Estimate) -> Estimate:
    if first.value is None or second.value is None or first.se is None or second.se is None:
        return Estimate.refused(first.reason or second.reason)
    return Estimate.normal(second.value - first.value, math.hypot(first.se, second.se))


def _batches(rows: Rows, row: str) -> FloatArray:
    """Sum of year 1 of the row over the paths of each batch, (BATCHES,)."""
    k = rows.watch.names.index(row)
    return rows.sheet.batch[:, 0, k] + rows.watch.centre[k] * paths_of_batches(rows.paths)
