"""The shares of one sector that a member can carry, its other shares as they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.decision.sizing.curves import Curve
from coinsure.decision.sizing.limits import ROUNDING, Limit

STEPS = 200
"""Most Newton steps; a tail mean has finitely many pieces and a charge is nearly straight."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Feasible shares of a member in a sector; empty where ``low`` is above ``high``.

    ``below`` and ``above`` are the limits that end it, None where 0 and 1 do.
    """

    member: str
    sector: str
    low: float
    high: float
    below: Limit | None
    above: Limit | None

    @property
    def empty(self) -> bool:
        """Whether no share keeps all limits."""
        return self.low > self.high + ROUNDING


def interval(
    limits: Sequence[Limit],
    curves: Sequence[Curve],
    shares: FloatArray,
    place: tuple[int, int],
    names: tuple[str, str],
) -> Interval:
    """Return the shares at ``place`` (member, sector) that keep the member's limits.

    Every other share stays as in ``shares`` (M, S), those of other members too. Where no share
    keeps one of the limits, the interval is empty and ends at it on both sides.
    """
    low, high = 0.0, 1.0
    below: Limit | None = None
    above: Limit | None = None
    for limit in limits:
        if limit.member != names[0] or limit.equal:
            continue
        ends = _ends(limit, curves, shares, place)
        if ends is None:
            return Interval(*names, 1.0, 0.0, limit, limit)
        if ends[0] > low + ROUNDING:
            low, below = ends[0], limit
        if ends[1] < high - ROUNDING:
            high, above = ends[1], limit
    return Interval(*names, low, high, below, above)


def _ends(
    limit: Limit, curves: Sequence[Curve], shares: FloatArray, place: tuple[int, int]
) -> tuple[float, float] | None:
    """Return the lowest and the highest share in [0, 1] that keeps a limit, None if none does."""
    low = _reached(limit, curves, shares, place, 0.0)
    high = _reached(limit, curves, shares, place, 1.0)
    return None if low is None or high is None else (low, high)


def _reached(
    limit: Limit,
    curves: Sequence[Curve],
    shares: FloatArray,
    place: tuple[int, int],
    start: float,
) -> float | None:
    """Walk from ``start`` by Newton steps into the limit; a convex function is never overstepped.

    Raises
    ------
    ArithmeticError
        If the limit is not reached in ``STEPS``.
    """
    x, inwards = start, 1.0 - 2.0 * start
    near = ROUNDING * limit.size
    for _ in range(STEPS):
        gap, slope = _gap(limit, curves, shares, place, x)
        if gap <= near:
            return x
        if slope * inwards >= 0.0:
            return None
        x -= gap / slope
        if not 0.0 <= x <= 1.0:
            return None
    raise ArithmeticError(f"{limit.kind} of {limit.member} is not reached in {STEPS} steps")


def _gap(
    limit: Limit,
    curves: Sequence[Curve],
    shares: FloatArray,
    place: tuple[int, int],
    x: float,
) -> tuple[float, float]:
    moved = shares.copy()
    moved[place] = x
    value, slope = -limit.bound, float(limit.weight[place])
    value += float(np.sum(limit.weight * moved))
    for number, factor in limit.curves.items():
        height, tangent = curves[number].at(moved)
        value += factor * height
        slope += factor * float(tangent[place])
    return value, slope
