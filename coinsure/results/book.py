"""The insured book in figures: pool, sectors and lines, gross and net, and each treaty."""

from typing import Any

from coinsure.arrays import LEVELS
from coinsure.planning.columns import RATIOS
from coinsure.planning.plan import Plan
from coinsure.results.estimates import Rows, distribution, figure
from coinsure.results.people import member_premium
from coinsure.results.reinsurance import treaty_premium
from coinsure.risk.estimate import Estimate
from coinsure.scenario import Scenario

RETURN_PERIODS = (2, 5, 10, 20, 50, 100, 200, 250, 500, 1000)
"""Years, for the return-period table of the report."""

ALIKE = 1e-12
"""Difference of the placed parts of sectors that is rounding."""

CURVE_POINTS = 120
"""Points of an exceedance curve, evenly spaced in the logarithm of the probability."""


def pool(scenario: Scenario, plan: Plan, annual: Rows, horizon: Rows) -> dict[str, Any]:
    """Return the figures of the whole pool."""
    premium = float(plan.pool.premium[:, 0].sum())
    found: dict[str, Any] = {
        "premium": premium,
        "premium_by_year": plan.pool.premium.sum(axis=0).tolist(),
        "sum_insured": sum(sums_insured(scenario, plan)),
        "loss_ratio": {
            "gross": _loss_ratio(annual, "gross", premium),
            "net": _loss_ratio(annual, "net", _net_premium(plan, annual)),
        },
        "combined_ratio": combined_ratio(annual, "pool", sum(member_premium(plan).values())),
        "combined_ratio_gross": _gross_ratio_of_pool(plan, annual),
        "result": {
            "mean": figure(annual.mean("pool.deficit").times(-1.0)),
            "sd": annual.sd("pool.deficit"),
        },
        "probability_of_deficit": figure(annual.probability("pool.loses")),
        "horizon": {
            "years": plan.years,
            "result": figure(horizon.mean("pool.deficit").times(-1.0)),
            "deficit": distribution(horizon, "pool.deficit"),
            "probability_of_deficit": figure(horizon.probability("pool.loses")),
        },
    }
    for name in ("gross", "net", "deficit"):
        row = f"pool.{name}"
        found[name] = {
            **distribution(annual, row),
            **_return_periods(annual, row),
            "curve": _curve(annual, row),
        }
    return found


def sectors(scenario: Scenario, plan: Plan, annual: Rows) -> dict[str, Any]:
    """Return the figures of every sector."""
    found: dict[str, Any] = {}
    for s, (name, sector) in enumerate(scenario.sectors.items()):
        premium = sum(float(plan.pool.premium[line, 0]) for line in plan.layout.lines_of(s))
        placed = premium * float(plan.shares.premium[:, s].sum())
        row = f"sectors.{name}"
        found[name] = {
            "label": sector.label.model_dump(),
            "premium": premium,
            **{kind: distribution(annual, f"{row}.{kind}") for kind in ("gross", "net", "deficit")},
            "result": figure(annual.mean(f"{row}.deficit").times(-1.0)),
            "combined_ratio": combined_ratio(annual, row, placed),
            "combined_ratio_gross": gross_combined_ratio(
                plan, annual, row, plan.layout.lines_of(s), s
            ),
        }
    return found


def lines(scenario: Scenario, plan: Plan, annual: Rows) -> dict[str, Any]:
    """Return the figures of every line, by sector."""
    found: dict[str, Any] = {}
    insured = sums_insured(scenario, plan)
    number = 0
    for s, (sector_name, sector) in enumerate(scenario.sectors.items()):
        placed = float(plan.shares.premium[:, s].sum())
        found[sector_name] = {}
        for name, line in sector.lines.items():
            row = f"lines.{plan.layout.lines[number]}"
            premium = float(plan.pool.premium[number, 0])
            found[sector_name][name] = {
                "label": line.label.model_dump(),
                "premium": premium,
                "sum_insured": insured[number],
                "data_grade": line.data_grade,
                "gross": distribution(annual, f"{row}.gross"),
                "net": distribution(annual, f"{row}.net"),
                "loss_ratio": figure(annual.mean(f"{row}.gross").times(1.0 / premium)),
                "combined_ratio": combined_ratio(annual, row, premium * placed),
                "combined_ratio_gross": gross_combined_ratio(plan, annual, row, [number], s),
            }
            number += 1
    return found


def premium_by_grade(scenario: Scenario, plan: Plan) -> dict[str, float]:
    """Return the premium of year 1 by the grade of the data of the lines."""
    found: dict[str, float] = {}
    for line, premium in zip(
        scenario.lines.values(), plan.pool.premium[:, 0].tolist(), strict=True
    ):
        found[line.data_grade] = found.get(line.data_grade, 0.0) + premium
    return found


def sums_insured(scenario: Scenario, plan: Plan) -> list[float]:
    """Return the sum insured of each line in year 1, of the firms that subsidies bring too."""
    lines = zip(scenario.lines.values(), plan.firms.tolist(), strict=True)
    return [line.sum_insured * line.risks * firms for line, firms in lines]


def combined_ratio(annual: Rows, row: str, premium: float) -> dict[str, Any] | None:
    """Return claims, reinsurance and costs over premium (综合成本率), or None without premium."""
    if premium <= 0.0:
        return None
    deficit = annual.mean(f"{row}.deficit")
    return figure(deficit.times(1.0 / premium).plus(1.0))


def _gross_ratio_of_pool(plan: Plan, annual: Rows) -> dict[str, Any] | None:
    """Return the combined ratio of the pool as it would be without reinsurance.

    Where sectors are not placed alike the errors of their claims are added, a bound.
    """
    written, carried = plan.shares.premium.sum(axis=0), plan.shares.liability.sum(axis=0)
    places = list(plan.layout.sector_of_line)
    premium = float(written[places] @ plan.pool.premium[:, 0])
    if premium <= 0.0:
        return None
    kept = float(written[places] @ plan.layout.margin[:, 0])
    if float(carried.max() - carried.min()) < ALIKE:
        claims = annual.mean("pool.gross").times(float(carried[0]))
    else:
        claims = Estimate.exact(0.0)
        for share, sector in zip(carried.tolist(), plan.layout.sectors, strict=True):
            claims = claims.joined(annual.mean(f"sectors.{sector}.gross").times(share))
    return figure(claims.plus(-kept).times(1.0 / premium).plus(1.0))


def gross_combined_ratio(
    plan: Plan, annual: Rows, row: str, lines: list[int], sector: int
) -> dict[str, Any] | None:
    """Return the combined ratio of ``lines`` of a sector as it would be without reinsurance."""
    share = float(plan.shares.premium[:, sector].sum())
    premium = share * sum(float(plan.pool.premium[line, 0]) for line in lines)
    if premium <= 0.0:
        return None
    kept = share * sum(float(plan.layout.margin[line, 0]) for line in lines)
    claims = annual.mean(f"{row}.gross").times(float(plan.shares.liability[:, sector].sum()))
    return figure(claims.plus(-kept).times(1.0 / premium).plus(1.0))


def _net_premium(plan: Plan, annual: Rows) -> float:
    ceded = sum(treaty_premium(name, annual) for name in plan.treaties)
    return float(plan.pool.premium[:, 0].sum()) - ceded


def _loss_ratio(annual: Rows, kind: str, premium: float) -> dict[str, Any]:
    row = f"pool.{kind}"
    sample = annual.tail(row)
    return {
        "mean": figure(annual.mean(row).times(1.0 / premium)),
        **{str(p): figure(sample.value_at_risk(p).times(1.0 / premium)) for p in LEVELS},
        "above": {
            str(ratio): figure(annual.probability(f"{row}_ratio_above.{ratio}")) for ratio in RATIOS
        },
    }


def _return_periods(annual: Rows, row: str) -> dict[str, Any]:
    sample = annual.tail(row)
    return {
        "return_periods": [
            {
                "period": period,
                "probability": 1.0 / period,
                "var": figure(sample.value_at_risk(1.0 - 1.0 / period)),
                "tvar": figure(sample.tail_value_at_risk(1.0 - 1.0 / period)),
            }
            for period in RETURN_PERIODS
        ]
    }


def _curve(annual: Rows, row: str) -> dict[str, list[float]]:
    """Return exceedance probabilities with the loss and its 95 % band, as far as rows are kept."""
    sample = annual.tail(row)
    last = 20.0 / sample.rows
    first = 0.5
    step = (last / first) ** (1.0 / (CURVE_POINTS - 1)) if last < first else 1.0
    points = [
        (first * step**i, sample.value_at_risk(1.0 - first * step**i)) for i in range(CURVE_POINTS)
    ]
    kept = [
        (p, e)
        for p, e in points
        if e.value is not None and e.low is not None and e.high is not None
    ]
    return {
        "probability": [p for p, _ in kept],
        "loss": [float(e.value or 0.0) for _, e in kept],
        "low": [float(e.low or 0.0) for _, e in kept],
        "high": [float(e.high or 0.0) for _, e in kept],
    }
