"""The findings of a run, in the order of a committee's questions."""

from typing import Any

from coinsure.capital.cross2 import Charge
from coinsure.capital.economic import capital
from coinsure.decision import verdict as findings
from coinsure.decision.premium import Advice
from coinsure.decision.verdict import Finding
from coinsure.planning.plan import Plan
from coinsure.results.book import premium_by_grade
from coinsure.results.capital import EconomicCapital
from coinsure.results.estimates import Rows, figure
from coinsure.results.legal import LegalLimits
from coinsure.results.people import member_premium
from coinsure.results.public import treasury
from coinsure.risk.estimate import Estimate
from coinsure.scenario import Scenario


def verdict(
    scenario: Scenario,
    plan: Plan,
    annual: Rows,
    horizon: Rows,
    economic: EconomicCapital,
    legal: LegalLimits,
    advised: Advice,
    charge: Charge,
) -> list[dict[str, Any]]:
    """Return code, status and figures of every finding."""
    premium = sum(member_premium(plan).values())
    open_parts = _placement(plan)
    found: list[Finding] = [
        *([open_parts] if open_parts else []),
        findings.premium_adequacy(advised, _combined_ratio(annual, premium)),
        _tail_driver(scenario, annual),
        findings.capital_need(
            economic.pool,
            premium,
            charge.total,
            sum(m.actual_capital for m in scenario.members.values()),
        ),
        findings.legal_limits(
            list(legal.premium.values()),
            [unit for units in legal.units.values() for unit in units],
            list(legal.lines.values()),
        ),
    ]
    if scenario.reinsurance:
        found.append(_reinsurance(scenario, annual))
    if scenario.pool.reserve is not None:
        found.append(_reserve(plan, annual, horizon))
    if scenario.instruments:
        found.append(findings.public_money(*treasury(scenario, annual), premium))
    found.append(
        findings.insured_shortfall(
            annual.mean_over_years("shortfall.unpaid"),
            annual.mean_over_years("shortfall.uninsured"),
            horizon.probability("shortfall.happens"),
        )
    )
    found.append(findings.data_grade(premium_by_grade(scenario, plan)))
    return [
        {
            "code": f.code,
            "status": f.status,
            "figures": {
                name: figure(value) if isinstance(value, Estimate) else value
                for name, value in f.figures.items()
            },
        }
        for f in found
    ]


def _combined_ratio(annual: Rows, premium: float) -> Estimate:
    if premium <= 0.0:
        return Estimate.refused("no premium")
    return annual.mean("pool.deficit").times(1.0 / premium).plus(1.0)


def _tail_driver(scenario: Scenario, annual: Rows) -> Finding:
    """Divide the pool's worst years, before premium, among the lines."""
    burden, level = annual.tail("pool.burden", 0), scenario.capital.level
    parts = burden.co_tail_value_at_risk(level)
    return findings.tail_driver(
        dict(zip(scenario.lines, parts, strict=True)), burden.tail_value_at_risk(level)
    )


def _reinsurance(scenario: Scenario, annual: Rows) -> Finding:
    """Compare what all treaties cost with the capital they save, for 100 % of the book."""
    measure, level = scenario.capital.measure, scenario.capital.level
    before = capital(annual.tail("pool.gross", 0), measure, level)
    after = capital(annual.tail("pool.burden", 0), measure, level)
    return findings.reinsurance_value(
        annual.mean("pool.reinsurance_cost"), before, after, scenario.capital.hurdle
    )


def _reserve(plan: Plan, annual: Rows, horizon: Rows) -> Finding:
    sectors, premium = plan.layout.sectors, _premium_by_sector(plan)

    def flow(name: str) -> dict[str, float]:
        found = {sector: annual.mean_over_years(f"reserve.{sector}.{name}") for sector in sectors}
        return {sector: flow.value or 0.0 for sector, flow in found.items()}

    return findings.reserve_flow(
        flow("paid_in"), flow("drawn"), premium, horizon.probability("reserve.exhausted")
    )


def _placement(plan: Plan) -> Finding | None:
    unplaced = dict(zip(plan.layout.sectors, plan.shares.unplaced.tolist(), strict=True))
    return findings.placement(unplaced, _premium_by_sector(plan))


def _premium_by_sector(plan: Plan) -> dict[str, float]:
    """Return the gross premium of year 1, for 100 %."""
    return {
        sector: float(plan.pool.premium[plan.layout.lines_of(s), 0].sum())
        for s, sector in enumerate(plan.layout.sectors)
    }
