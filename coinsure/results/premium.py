"""Technical and recommended premium of every line, from a run."""

from typing import Any

import numpy as np

from coinsure.arrays import FloatArray, IntArray
from coinsure.capital.cross2 import Charge
from coinsure.capital.economic import allocated, capital
from coinsure.decision.premium import (
    Advice,
    Line,
    LineAdvice,
    Terms,
    advise,
    discount_factor,
    distortion_premiums,
)
from coinsure.planning.plan import Plan
from coinsure.results.book import sums_insured
from coinsure.results.estimates import Rows, figure
from coinsure.risk.estimate import Estimate
from coinsure.scenario import Scenario
from coinsure.tables.summary import Summary


def advice(
    scenario: Scenario, plan: Plan, annual: Rows, results: Summary, charge: Charge
) -> Advice:
    """Price every line over three capital bases and recommend a premium inside their band.

    Expected losses are those of a year of the horizon, of year 1 where the years are not alike;
    capital is that of year 1.
    """
    terms = Terms(
        hurdle=scenario.capital.hurdle,
        target_ratio=scenario.capital.target_ratio,
        rate_of_costs=scenario.pool.rate_of_costs,
        max_rate_change=scenario.capital.max_rate_change,
    )
    burden = annual.tail("pool.burden", 0)
    expected = [annual.mean(f"lines.{line}.burden") for line in plan.layout.lines]
    by_tail = allocated(burden, "tvar", scenario.capital.level)
    sample, path = sampled_burdens(results, plan)
    distorted = distortion_premiums(
        sample.T,
        expected,
        capital(burden, "tvar", scenario.capital.level),
        terms,
        family=scenario.capital.distortion,
        path=path,
    )
    lines = [line for sector in scenario.sectors.values() for line in sector.lines.values()]
    rows = zip(
        plan.layout.lines,
        lines,
        expected,
        by_tail,
        distorted,
        charge.marginal,
        plan.pool.premium[:, 0].tolist(),
        sums_insured(scenario, plan),
        discounts(scenario, annual),
        strict=True,
    )
    return advise([_line(*row) for row in rows], terms, annual.mean("pool.burden"))


def discounts(scenario: Scenario, annual: Rows) -> list[Estimate]:
    """Return what is earned on the claims of each line until they are paid, a year."""
    rate = scenario.capital.discount_rate
    return [
        annual.mean(f"lines.{name}.net").times(1.0 - discount_factor(line.payment_pattern, rate))
        for name, line in scenario.lines.items()
    ]


def sampled_burdens(results: Summary, plan: Plan) -> tuple[FloatArray, IntArray]:
    """Return burdens by line, (L, n), and the path of each: of all years if they are alike."""
    sample, years = results.sample, plan.years
    path = np.repeat(np.arange(sample.shape[1] // years), years)
    return (sample, path) if plan.alike else (sample[:, ::years], path[::years])


def advice_dict(advised: Advice) -> dict[str, Any]:
    """Return the ``premium`` part of ``summary.json``."""
    lines: dict[str, dict[str, Any]] = {}
    for line in advised.lines:
        sector, name = line.name.split(".", 1)
        lines.setdefault(sector, {})[name] = {
            **_priced(line),
            "data_grade": line.data_grade,
            "reason": line.reason,
            "need": None
            if line.need is None
            else {
                "premium": line.need.premium,
                "capital": line.need.capital,
                "affordable": line.need.affordable,
            },
        }
    return {"lines": lines, "pool": _priced(advised)}


def _priced(found: LineAdvice | Advice) -> dict[str, Any]:
    """Return what a line, or all of them together, cost now and should cost."""
    technical, rates = found.technical, found.rates
    return {
        "current": found.current,
        "expected_loss": figure(found.expected_loss),
        "technical": {
            "co_tvar": figure(technical.co_tvar),
            "distortion": figure(technical.distortion),
            "cross2": figure(technical.cross2),
        },
        "band": list(found.band) if found.band else None,
        "recommended": found.recommended,
        "change": found.change,
        "rate_on_sum_insured": None
        if rates is None
        else {
            "current": rates.current,
            "technical_low": rates.technical_low,
            "technical_high": rates.technical_high,
            "recommended": rates.recommended,
        },
        "combined_ratio": {
            "current": figure(found.combined_ratio),
            "recommended": figure(found.combined_ratio_recommended),
        },
    }


def _line(
    name: str,
    line: Any,
    expected: Estimate,
    by_tail: Estimate,
    distorted: Estimate,
    marginal: float,
    premium: float,
    insured: float,
    discount: Estimate,
) -> Line:
    return Line(
        name=name,
        current=premium,
        sum_insured=insured,
        expense_ratio=line.expense_ratio,
        data_grade=line.data_grade,
        expected_loss=expected,
        capital=by_tail,
        distortion=distorted,
        cross2_charge=float(marginal),
        discount=discount,
    )
