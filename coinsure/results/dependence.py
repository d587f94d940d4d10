"""How losses hang together: what links the factors, and what comes of it between the sectors."""

import math
from itertools import combinations
from typing import Any

import numpy as np

from coinsure.models.dependence.copulas import CopulaSpec, T, linked
from coinsure.planning.columns import product_row
from coinsure.planning.plan import Plan
from coinsure.results.batches import mean_of_batches
from coinsure.results.estimates import Rows, figure
from coinsure.risk.estimate import NORMAL_975, Estimate
from coinsure.risk.together import both_beyond
from coinsure.scenario import Scenario

TAIL_LEVELS = (0.95, 0.99)
"""Levels at which it is counted how often two sectors are bad together."""

ROUNDING = 1e-12
"""A variance this small beside the mean square is that of a constant."""


def dependence(scenario: Scenario, plan: Plan, annual: Rows) -> dict[str, Any]:
    """Return the ``dependence`` part of ``summary.json``."""
    return {
        **_link(scenario.dependence),
        "sectors": [
            {
                "first": first,
                "second": second,
                "correlation": figure(correlation(annual, first, second)),
                "both_beyond": {
                    str(p): figure(
                        both_beyond(
                            annual.tail(f"sectors.{first}.gross"),
                            annual.tail(f"sectors.{second}.gross"),
                            p,
                        )
                    )
                    for p in TAIL_LEVELS
                },
            }
            for first, second in combinations(plan.layout.sectors, 2)
        ],
    }


def _link(copula: CopulaSpec | None) -> dict[str, Any]:
    """Return what links the factors: correlations as stated, and of the scores as used."""
    if copula is None:
        return {
            "kind": None,
            "df": None,
            "measure": None,
            "persistence": 0.0,
            "repaired": False,
            "factors": [],
        }
    pairs = linked(copula)
    stated = {frozenset(pair[:2]): pair[2] for pair in copula.correlation}
    return {
        "kind": copula.kind,
        "df": copula.df if isinstance(copula, T) else None,
        "measure": copula.measure,
        "persistence": copula.persistence,
        "repaired": not np.array_equal(pairs.given, pairs.used),
        "factors": [
            {
                "first": first,
                "second": second,
                "stated": stated.get(frozenset((first, second))),
                "used": copula.measured(float(pairs.used[i, j])),
                "score_correlation": float(pairs.used[i, j]),
                "tail_dependence": copula.tail_dependence(float(pairs.used[i, j])),
            }
            for (i, first), (j, second) in combinations(enumerate(pairs.names), 2)
        ],
    }


def correlation(annual: Rows, first: str, second: str) -> Estimate:
    """Return the linear correlation of the gross losses of two sectors in a year.

    Of all years where they are alike, else of year 1; its error comes from batches of paths, by
    the influence (x - m) (y - n) / (s t) - rho / 2 ((x - m)^2 / s^2 + (y - n)^2 / t^2) of a year.
    """
    x, y = f"sectors.{first}.gross", f"sectors.{second}.gross"
    xx, yy = product_row(first, first), product_row(second, second)
    xy = product_row(first, second)
    mean = {name: annual.mean(name).value or 0.0 for name in (x, y, xx, yy, xy)}
    squares = mean[xx] - mean[x] ** 2, mean[yy] - mean[y] ** 2
    if squares[0] <= ROUNDING * mean[xx] or squares[1] <= ROUNDING * mean[yy]:
        return Estimate.refused("the denominator is 0")
    size = math.sqrt(squares[0] * squares[1])
    rho = (mean[xy] - mean[x] * mean[y]) / size
    parts = {
        xy: 1.0 / size,
        x: -mean[y] / size + rho * mean[x] / squares[0],
        y: -mean[x] / size + rho * mean[y] / squares[1],
        xx: -0.5 * rho / squares[0],
        yy: -0.5 * rho / squares[1],
    }
    influence = sum(factor * annual.batches(name) for name, factor in parts.items())
    found = mean_of_batches(np.asarray(influence), annual.paths)
    if found.se is None:
        return found
    half = NORMAL_975 * found.se
    return Estimate(rho, found.se, max(rho - half, -1.0), min(rho + half, 1.0))
