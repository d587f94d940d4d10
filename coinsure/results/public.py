"""What public layers (财政风险补偿) cost the treasury, a year and over the horizon."""

from typing import Any

from coinsure.planning.plan import Plan
from coinsure.results.estimates import Rows, figure
from coinsure.risk.tails import TailSample

LEVELS = (0.95, 0.99)
"""Levels of an outlay that a finance office asks for."""

RUIN = (0.05, 0.01, 0.005)
"""Probabilities of exhaustion for which the size of a fund is given."""


def public(plan: Plan, annual: Rows, horizon: Rows) -> dict[str, Any] | None:
    """Return expected, rare and largest outlays of every layer, and of all together."""
    if not plan.public_layers:
        return None
    found = {name: _outlays(plan, f"public.{name}", annual, horizon) for name in plan.public_layers}
    for name, layer in plan.public_layers.items():
        row = f"public.{name}"
        found[name] |= {
            "label": layer.label and layer.label.model_dump(),
            "kind": layer.kind,
            "basis": layer.basis,
            "annual_cap": layer.annual_cap,
            "total_cap": layer.total_cap,
            "probability_annual_cap": figure(annual.probability(f"{row}.capped")),
        }
        if layer.fund is not None:
            found[name]["fund"] = {
                "balance": [
                    figure(annual.mean_of_year(f"{row}.balance", t)) for t in range(plan.years)
                ],
                "probability_exhausted": figure(horizon.probability(f"{row}.exhausted")),
            }
    return {
        "layers": found,
        "total": _outlays(plan, "public", annual, horizon),
        "cut": figure(annual.mean("public.cut")),
    }


def _outlays(plan: Plan, row: str, annual: Rows, horizon: Rows) -> dict[str, Any]:
    """Return what is paid for a year, in a fiscal year, and over the horizon."""
    due = annual.tail(f"{row}.paid")
    fiscal = [annual.tail(f"{row}.fiscal", t) for t in range(plan.years)]
    together = horizon.tail(f"{row}.fiscal")
    return {
        "mean": figure(annual.mean(f"{row}.paid")),
        "probability": figure(annual.probability(f"{row}.triggered")),
        "var": {str(p): figure(due.value_at_risk(p)) for p in LEVELS},
        "largest": _largest(due),
        "fiscal_years": [
            {
                "year": t + 1,
                "mean": figure(annual.mean_of_year(f"{row}.fiscal", t)),
                "var": {str(p): figure(fiscal[t].value_at_risk(p)) for p in LEVELS},
                "largest": _largest(fiscal[t]),
            }
            for t in range(plan.years)
        ],
        "horizon": {
            "years": plan.years,
            "mean": figure(horizon.mean(f"{row}.fiscal")),
            "var": {str(p): figure(together.value_at_risk(p)) for p in LEVELS},
            "largest": _largest(together),
        },
        "fund_size": {str(p): figure(together.value_at_risk(1.0 - p)) for p in RUIN},
    }


def _largest(sample: TailSample) -> float:
    """Return the largest value that a path showed: no estimate, a fact of the sample."""
    return float(sample.value[0]) if sample.value.size else max(sample.floor, 0.0)
