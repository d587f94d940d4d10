"""Risk measures of the pool's burden and their division among the sectors, side by side."""

from collections.abc import Callable
from typing import Any

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.planning.plan import Plan
from coinsure.results.counterparty import placed_of_lines
from coinsure.results.estimates import Rows, figure
from coinsure.results.premium import sampled_burdens
from coinsure.risk.divisions import (
    Division,
    by_covariance,
    by_percentile_layer,
    of_deviation,
    of_mean,
    of_tail_value_at_risk,
    of_value_at_risk,
)
from coinsure.risk.estimate import MINIMUM_BEYOND, Estimate
from coinsure.risk.joining import by_joining_last, by_shapley
from coinsure.risk.natural import natural_allocations
from coinsure.risk.ranks import rank
from coinsure.scenario import Scenario
from coinsure.tables.summary import Summary

METHODS = (
    "expected_loss",
    "standard_deviation",
    "var",
    "tvar",
    "covariance",
    "marginal",
    "shapley",
    "percentile_layer",
    "proportional_hazard",
    "wang",
    "dual_power",
    "tail_mean",
    "ccoc",
    "blend",
)
"""Ways to measure a year's burden and to divide it: the mean; Euler of standard deviation, VaR and
TVaR; TVaR by covariance, by what a sector adds and by Shapley; VaR layer by layer; and the natural
allocations of one premium."""

MOST_ROWS = 1 << 16
"""Most years that are divided: fourteen methods on all of them would take as long as a run."""

FAMILY = {"tail_mean": "tvar"}
"""The family of distortions of a method that is not named like it."""

Found = dict[str, Division | str]
"""The division by each method, or why there is none."""


def methods(scenario: Scenario, plan: Plan, results: Summary) -> dict[str, Any]:
    """Return the ``capital.methods`` part of ``summary.json``.

    Of the burden (claims kept and the cost of reinsurance, for 100 %) of the first ``MOST_ROWS``
    sampled years: all years of their paths where they are alike, else year 1. Every method has the
    whole, what each sector bears of it, and the same as a fraction, with errors clustered by path.
    The premium that the distortions divide pays ``hurdle`` on assets of TVaR at ``level``.
    """
    sample, path = sampled_burdens(results, plan)
    years = plan.years if plan.alike else 1
    looked_at = path < MOST_ROWS // years
    sample, path = sample[:, looked_at], path[looked_at]
    places = [plan.layout.lines_of(s) for s in range(len(plan.layout.sectors))]
    parts = np.stack([sample[lines].sum(axis=0) for lines in places], axis=1)
    capital = scenario.capital
    found = divisions(parts, capital.level, capital.hurdle)
    return {
        "level": capital.level,
        "hurdle": capital.hurdle,
        "rows": path.size,
        "divided": {name: _described(found[name], plan.layout.sectors, years) for name in METHODS},
    }


def divisions(parts: FloatArray, level: float, hurdle: float) -> Found:
    """Divide the total of ``parts`` (Y, K) by every method, or say why one has no answer."""
    found: Found = {
        "expected_loss": of_mean(parts),
        "standard_deviation": _tried(lambda: of_deviation(parts)),
    }
    rows = len(parts)
    beyond = rows - rank(rows, level)
    if beyond < MINIMUM_BEYOND:
        reason = f"{beyond} of {rows} rows lie beyond this level, {MINIMUM_BEYOND} are needed"
        return found | dict.fromkeys(METHODS[2:], reason)
    var = _tried(lambda: of_value_at_risk(parts, level))
    at_quantile = np.zeros(parts.shape[1]) if isinstance(var, str) else var.parts
    tvar = of_tail_value_at_risk(parts, level, at_quantile)
    whole, of_whole = tvar.whole, tvar.of_whole
    found |= {"var": var, "tvar": tvar}
    found["covariance"] = _tried(lambda: by_covariance(parts, whole, of_whole))
    found["marginal"] = _tried(lambda: by_joining_last(parts, level))
    found["shapley"] = _tried(lambda: by_shapley(parts, level))
    found["percentile_layer"] = (
        var
        if isinstance(var, str)
        else _tried(lambda: by_percentile_layer(parts, var.whole, var.of_whole))
    )
    return found | _natural(parts, whole, of_whole, hurdle)


def _tried(divide: Callable[[], Division]) -> Division | str:
    """Return a division, or the reason why the sample has none."""
    try:
        return divide()
    except ValueError as error:
        return str(error)


def _natural(parts: FloatArray, assets: float, of_assets: FloatArray, rate: float) -> Found:
    """Divide the premium by every family of distortions and their blend."""
    names = METHODS[METHODS.index("proportional_hazard") :]
    try:
        natural = natural_allocations(parts, assets, of_assets, rate)
    except ValueError as error:
        return dict.fromkeys(names, str(error))
    return {name: natural[FAMILY.get(name, name)] for name in names}


def _described(found: Division | str, sectors: tuple[str, ...], years: int) -> dict[str, Any]:
    if isinstance(found, str):
        refused = figure(Estimate.refused(found))
        missing = {"amount": refused, "fraction": refused}
        return {"whole": refused, "sectors": dict.fromkeys(sectors, missing)}
    whole, parts = found.estimates(years)
    fractions = found.fractions(years)
    return {
        "whole": figure(whole),
        "sectors": {
            sector: {"amount": figure(part), "fraction": figure(fraction)}
            for sector, part, fraction in zip(sectors, parts, fractions, strict=True)
        },
    }


def safety(
    scenario: Scenario,
    plan: Plan,
    annual: Rows,
    horizon: Rows,
    economic: Estimate,
    charge: float,
) -> dict[str, Any]:
    """Return the ``capital.safety`` part of ``summary.json``: how far amounts of capital last.

    For each amount, taken as given, the probability that a year's deficit of the pool exceeds it,
    the expected policyholder deficit a year with its ratio to the expected burden, both of what
    members have taken of the book, and the probability of ruin: that the deficits since year 1
    together exceed it at the end of any year.
    """
    amounts = {
        "economic": economic.value,
        "cross2": charge,
        "target": scenario.capital.target_ratio * charge,
    }
    deficit, deepest = annual.tail("pool.deficit"), horizon.tail("pool.deepest_deficit")
    placed = placed_of_lines(plan.shares.liability, plan)
    expected = sum(
        part * (annual.mean(f"lines.{line}.burden").value or 0.0)
        for line, part in zip(plan.layout.lines, placed.tolist(), strict=True)
    )
    return {
        basis: {
            "capital": amount,
            "probability_beyond": figure(deficit.exceedance(amount)),
            "policyholder_deficit": figure(deficit.expected_excess(amount)),
            "deficit_ratio": figure(_ratio(deficit.expected_excess(amount), expected)),
            "horizon": {"probability_of_ruin": figure(deepest.exceedance(amount))},
        }
        for basis, amount in amounts.items()
        if amount is not None
    }


def _ratio(part: Estimate, whole: float) -> Estimate:
    return part.times(1.0 / whole) if whole > 0.0 else Estimate.refused("the denominator is 0")
