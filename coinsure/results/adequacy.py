"""What premiums pay for: their parts, what breaks even, and how combined ratios spread."""

from typing import Any

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.decision.premium import Advice, LineAdvice
from coinsure.planning.plan import Plan
from coinsure.results.estimates import Rows, figure
from coinsure.results.premium import discounts
from coinsure.risk.estimate import Estimate
from coinsure.risk.tails import TailSample
from coinsure.risk.uncertainty import tail_sample
from coinsure.scenario import Scenario
from coinsure.tables.summary import Summary

QUANTILES = (0.5, 0.75, 0.95)
"""Levels at which combined ratios are given."""


def adequacy(
    scenario: Scenario, plan: Plan, annual: Rows, results: Summary, advised: Advice
) -> dict[str, Any]:
    """Return ``makeup``, ``minimum`` and ``combined_ratios`` of the ``premium`` part.

    All for 100 %, by line ("sector.line") and for the pool; the sampled burdens of lines (claims
    kept and cost of reinsurance) are those of the first paths of the run.
    """
    burden = results.sample.reshape(len(plan.layout.lines), -1, plan.years)
    premium, margin = plan.pool.premium, plan.layout.margin
    lines = {
        name: (burden[number], premium[number], margin[number])
        for number, name in enumerate(plan.layout.lines)
    }
    whole = burden.sum(axis=0), premium.sum(axis=0), margin.sum(axis=0)
    confidence = scenario.capital.break_even
    return {
        "makeup": {
            line.name: _makeup(scenario, annual, line, earned)
            for line, earned in zip(advised.lines, discounts(scenario, annual), strict=True)
        },
        "minimum": {
            "confidence": confidence,
            "horizon": {
                "lines": {name: figure(_minimum(*of, confidence)) for name, of in lines.items()},
                "pool": figure(_minimum(*whole, confidence)),
            },
        },
        "combined_ratios": {
            "by_year": {
                "lines": {
                    name: [
                        _ratios(of, year, annual.mean_of_year(f"lines.{name}.burden", year))
                        for year in range(plan.years)
                    ]
                    for name, of in lines.items()
                },
                "pool": [
                    _ratios(whole, year, annual.mean_of_year("pool.burden", year))
                    for year in range(plan.years)
                ],
            }
        },
    }


def _makeup(scenario: Scenario, annual: Rows, line: LineAdvice, earned: Estimate) -> dict[str, Any]:
    """Return what the recommended premium pays for; the parts add up to it.

    Tax is on the mean profit before tax, which includes what is earned on claims until they are
    paid; a loss is taken to save no tax.
    """
    claims = annual.mean(f"lines.{line.name}.net")
    of_line = scenario.lines[line.name]
    ceded = (line.expected_loss.value or 0.0) - (claims.value or 0.0)
    expenses = of_line.expense_ratio * line.recommended
    costs = scenario.pool.rate_of_costs * line.recommended
    known = ceded + expenses + costs
    profit = claims.times(-1.0).joined(earned).plus(line.recommended - known)
    taxed = (profit.value or 0.0) > 0.0
    rate = scenario.pool.tax_rate if taxed else 0.0
    return {
        "premium": line.recommended,
        "claims": figure(claims),
        "reinsurance": ceded,
        "expenses": expenses,
        "costs": costs,
        "discount": figure(Estimate.exact(0.0).joined(earned.times(-1.0))),
        "tax": figure(profit.times(rate) if taxed else Estimate.exact(0.0)),
        "profit": figure(profit.times(1.0 - rate)),
    }


def _minimum(
    burden: FloatArray, premium: FloatArray, margin: FloatArray, confidence: float
) -> Estimate:
    """Return the premium of year 1 with which the horizon breaks even, with a probability.

    Premiums of later years move with it: the quantile of the burden (n, T) over the horizon, over
    what the present premiums (T,) leave after expenses and costs.
    """
    over_horizon = tail_sample(np.add.accumulate(burden, axis=1)[:, -1])
    kept = float(np.add.accumulate(margin)[-1])
    return over_horizon.value_at_risk(confidence).times(float(premium[0]) / kept)


def _ratios(
    of: tuple[FloatArray, FloatArray, FloatArray], year: int, mean: Estimate
) -> dict[str, Any]:
    """Return mean, quantiles and P(above 100 %) of the combined ratio of a year, from 0."""
    burden, premium, margin = of[0][:, year], float(of[1][year]), float(of[2][year])
    sample: TailSample = tail_sample(burden)

    def ratio(amount: Estimate) -> dict[str, Any]:
        return figure(amount.times(1.0 / premium).plus(1.0 - margin / premium))

    return {
        "year": year + 1,
        "mean": ratio(mean),
        "quantiles": {str(p): ratio(sample.value_at_risk(p)) for p in QUANTILES},
        "probability_above_1": figure(sample.exceedance(margin)),
    }
