"""What members' own business loses in the years of the pool, and both together."""

import math
from typing import Any

import numpy as np
from scipy.special import ndtri

from coinsure.arrays import FloatArray
from coinsure.decision.sizing import Book
from coinsure.errors import ModelRefusedError
from coinsure.planning.plan import Plan
from coinsure.results.estimates import figure
from coinsure.risk.estimate import Estimate
from coinsure.risk.influence import combined, standard_error
from coinsure.risk.tails import TailSample
from coinsure.risk.uncertainty import mean_estimate, tail_sample
from coinsure.scenario import Scenario
from coinsure.tables.summary import Summary

WORD = 2.0**-53
"""Spacing of the uniform numbers that 53 bits of a word make."""


def first_years(scenario: Scenario, plan: Plan, results: Summary) -> Book:
    """Put the sampled burdens of lines together by sector: the first year of each path.

    With what members' own business loses in the same years, where a member says how it varies.
    """
    terms = scenario.pool
    burden = results.sample[:, :: plan.years]
    deficit = burden - plan.layout.margin[:, :1]
    premium = plan.pool.premium[:, 0]
    places = [plan.layout.lines_of(s) for s in range(len(plan.layout.sectors))]
    of_sector = np.stack([np.add.accumulate(deficit[lines])[-1] for lines in places])
    return Book(
        members=plan.shares.members,
        sectors=plan.layout.sectors,
        deficit=of_sector,
        premium=np.array([float(sum(premium[lines].tolist())) for lines in places]),
        lead=plan.pool.lead,
        fee=terms.lead_fee.rate if terms.lead_fee.base == "followers_premium" else 0.0,
        own=own_deficits(scenario, of_sector),
    )


def own_deficits(scenario: Scenario, of_sector: FloatArray) -> FloatArray | None:
    """Return what members' own business loses, (M, n), in years in which sectors lose (S, n).

    Retained premium times (combined ratio - 1), with a lognormal ratio whose normal score is
    correlated with those of the sectors as declared; 0 for members whose ratio does not vary, and
    None if none of them does. Draws depend on the seed, the member and the row alone.

    Raises
    ------
    ModelRefusedError
        If the correlations of a member do not fit those of the sectors.
    """
    if not any(m.own_book and m.own_book.combined_ratio_cv for m in scenario.members.values()):
        return None
    rows = of_sector.shape[1]
    scores = np.stack([_scores(row) for row in of_sector])
    between = scores @ scores.T / float(scores[0] @ scores[0])
    found = np.zeros((len(scenario.members), rows))
    for number, (name, member) in enumerate(scenario.members.items()):
        book = member.own_book
        if book is None or book.combined_ratio is None or not book.combined_ratio_cv:
            continue
        wanted = np.array([book.correlation.get(sector, 0.0) for sector in scenario.sectors])
        weight = np.linalg.solve(between, wanted)
        explained = float(weight @ wanted)
        if explained > 1.0:
            raise ModelRefusedError(
                f"members.{name}.own_book.correlation: together these explain "
                f"{explained:.0%} of the combined ratio, more than all of it; lower them"
            )
        noise = _normal(scenario.simulation.seed, number, rows)
        score = weight @ scores + math.sqrt(1.0 - explained) * noise
        variance = math.log1p(book.combined_ratio_cv**2)
        ratio = book.combined_ratio * np.exp(math.sqrt(variance) * score - 0.5 * variance)
        found[number] = (member.retained_premium or 0.0) * (ratio - 1.0)
    return found


def _scores(row: FloatArray) -> FloatArray:
    """Return the normal scores of a row by rank, equal values in the order of their rows."""
    rank = np.empty(row.size)
    rank[np.argsort(row, kind="stable")] = np.arange(row.size)
    return ndtri((rank + 0.5) / row.size)


def _normal(seed: int, member: int, rows: int) -> FloatArray:
    """Return standard normal numbers (n,) from the Philox words of a seed and a member."""
    words = np.random.Philox(key=np.array([seed, member], np.uint64)).random_raw(rows)
    return ndtri(((words >> np.uint64(11)).astype(np.float64) + 0.5) * WORD)


def own_business(scenario: Scenario, plan: Plan, results: Summary) -> dict[str, Any]:
    """Return, by member whose own business varies, its year with and without the pool."""
    book = first_years(scenario, plan, results)
    if book.own is None:
        return {}
    level = scenario.capital.level
    return {
        name: _member(book, m, plan.shares.liability, level)
        for m, name in enumerate(book.members)
        if book.own[m].any()
    }


def _member(book: Book, m: int, shares: FloatArray, level: float) -> dict[str, Any]:
    pool = book.lost(m, shares, own=False)
    own = pool * 0.0 if book.own is None else book.own[m]
    before, after = tail_sample(own), tail_sample(pool + own)
    return {
        "own": _described(own, before, level),
        "pool": _described(pool, tail_sample(pool), level),
        "together": _described(pool + own, after, level),
        "added": figure(_added(before, after, level)),
    }


def _described(lost: FloatArray, sample: TailSample, level: float) -> dict[str, Any]:
    return {
        "result": figure(mean_estimate(-lost)),
        "tvar": figure(sample.tail_value_at_risk(level)),
        "probability_of_loss": figure(sample.exceedance(0.0)),
    }


def _added(before: TailSample, after: TailSample, level: float) -> Estimate:
    """Return by how much TVaR rises, with the error of the same years."""
    first, second = before.tail_value_at_risk(level), after.tail_value_at_risk(level)
    if first.value is None or second.value is None:
        return Estimate.refused(first.reason or second.reason)
    change = combined([(1.0, after.tvar_influence(level)), (-1.0, before.tvar_influence(level))])
    return Estimate.normal(second.value - first.value, standard_error(change))
