"""Who carries, earns, pays in and draws: members, shares, the reserve and what goes unpaid."""

from typing import Any

from coinsure.planning.plan import Plan
from coinsure.results.estimates import Rows, distribution, figure
from coinsure.risk.estimate import Estimate
from coinsure.scenario import Scenario


def shares(plan: Plan) -> dict[str, Any]:
    """Return the share table: members x sectors, premium and liability apart, what is unplaced."""
    table = plan.shares
    return {
        "members": list(table.members),
        "sectors": list(table.sectors),
        "premium": table.premium.tolist(),
        "liability": table.liability.tolist(),
        "unplaced": dict(zip(table.sectors, table.unplaced.tolist(), strict=True)),
    }


def member_premium(plan: Plan) -> dict[str, float]:
    """Return the premium of each member in the first year."""
    of_sector = [
        float(plan.pool.premium[plan.layout.lines_of(s), 0].sum())
        for s in range(len(plan.layout.sectors))
    ]
    return {
        name: sum(share * premium for share, premium in zip(row, of_sector, strict=True))
        for name, row in zip(plan.shares.members, plan.shares.premium.tolist(), strict=True)
    }


def members(scenario: Scenario, plan: Plan, annual: Rows, horizon: Rows) -> dict[str, Any]:
    """Return what membership brings and costs each member."""
    premium = member_premium(plan)
    whole = sum(premium.values())
    found: dict[str, Any] = {}
    for name, member in scenario.members.items():
        row = f"members.{name}"
        found[name] = {
            "label": member.label.model_dump() if member.label else {"zh": name, "en": name},
            "lead": member.lead,
            "share": premium[name] / whole if whole > 0.0 else 0.0,
            "premium": premium[name],
            "result": {
                "mean": figure(annual.mean(f"{row}.deficit").times(-1.0)),
                "sd": annual.sd(f"{row}.deficit"),
            },
            "deficit": distribution(annual, f"{row}.deficit"),
            "horizon": {
                "result": figure(horizon.mean(f"{row}.deficit").times(-1.0)),
                "deficit": distribution(horizon, f"{row}.deficit"),
            },
            "probability_of_loss": figure(annual.probability(f"{row}.loses")),
            "probability_of_default": figure(annual.probability(f"{row}.defaults")),
        }
    return found


def reserve(plan: Plan, annual: Rows, horizon: Rows) -> dict[str, Any] | None:
    """Return who pays into the equalisation reserve (平滑准备金) and who draws from it."""
    terms = plan.pool.terms.reserve
    if terms is None:
        return None
    funds = plan.layout.sectors if terms.scope == "sector" else ("pool",)
    return {
        "scope": terms.scope,
        "funds": {
            fund: {
                "balance": [
                    figure(annual.mean_of_year(f"reserve.{fund}.balance", t))
                    for t in range(plan.years)
                ]
            }
            for fund in funds
        },
        "sectors": {name: _flows(annual, f"reserve.{name}") for name in plan.layout.sectors},
        "members": {name: _flows(annual, f"members.{name}") for name in plan.shares.members},
        "probability_exhausted": figure(horizon.probability("reserve.exhausted")),
    }


def guarantee(plan: Plan, annual: Rows, horizon: Rows) -> dict[str, Any] | None:
    """Return what the guarantee fund (互助保证金) holds and what it pays for members in default."""
    fund = plan.pool.terms.guarantee_fund
    if fund is None:
        return None

    def by_year(row: str) -> list[dict[str, Any]]:
        return [figure(annual.mean_of_year(row, t)) for t in range(plan.years)]

    return {
        "balance": by_year("guarantee.balance"),
        "members": {name: by_year(f"members.{name}.deposit") for name in plan.shares.members},
        "paid": figure(annual.mean_over_years("guarantee.paid")),
        "probability_used": figure(horizon.probability("guarantee.used")),
    }


def shortfall(annual: Rows, horizon: Rows) -> dict[str, Any]:
    """Return what the insured are not paid: defaulting members' part, and the unplaced part."""
    return {
        "unpaid": figure(annual.mean_over_years("shortfall.unpaid")),
        "uninsured": figure(annual.mean_over_years("shortfall.uninsured")),
        "probability_unpaid": figure(horizon.probability("shortfall.happens")),
    }


def _flows(annual: Rows, row: str) -> dict[str, Any]:
    """Return payments in and out, a year over the horizon, and what is got back on balance."""
    found: dict[str, Estimate] = {
        flow: annual.mean_over_years(f"{row}.{flow}")
        for flow in ("paid_in", "drawn", "from_reserve")
    }
    return {
        "paid_in": figure(found["paid_in"]),
        "drawn": figure(found["drawn"]),
        "net": figure(found["from_reserve"]),
    }
