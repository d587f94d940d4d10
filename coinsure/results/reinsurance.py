"""From gross to net: what every treaty costs and pays, for the pool and back to its lines."""

from typing import Any

from coinsure.planning.plan import Plan
from coinsure.reinsurance.programme import by_priority
from coinsure.results.accident import after_accident
from coinsure.results.estimates import Rows, figure
from coinsure.risk.estimate import Estimate
from coinsure.tables.net import Ceded

FLOWS = ("commission", "reinstatement", "brokerage", "lost_by_default", "net_cost", "left")


def reinsurance(plan: Plan, annual: Rows) -> dict[str, Any]:
    """Return what every treaty costs and recovers in a year, in the order they are applied."""
    quiet = after_accident(plan, {})
    found: dict[str, Any] = {}
    for name in [name for names in by_priority(plan.treaties) for name in names]:
        treaty, row = plan.treaties[name], f"reinsurance.{name}"
        premium = treaty_premium(name, annual)
        recovered = annual.mean(f"{row}.recovered")
        found[name] = {
            "kind": treaty.kind,
            "lines": list(treaty.lines),
            "premium": premium,
            "recovered": figure(recovered),
            "loss_ratio": _ratio(recovered, premium),
            **{flow: figure(annual.mean(f"{row}.{flow}")) for flow in FLOWS},
            **_allocated(plan, annual, name, quiet.ceded[quiet.treaties.index(name)]),
        }
    return found


def treaty_premium(name: str, annual: Rows) -> float:
    """Return what a treaty costs after adjustment, without reinstatements."""
    flows = (annual.mean(f"reinsurance.{name}.{flow}") for flow in ("premium", "adjustment"))
    return sum(flow.value or 0.0 for flow in flows)


def _allocated(plan: Plan, annual: Rows, name: str, quiet: Ceded) -> dict[str, Any]:
    """Return the flows of a treaty by line and by sector; ``quiet`` are those without losses.

    Recoveries and reinstatements belong to the losses that caused them, premium and commission to
    the premium of the lines.
    """
    found: dict[str, dict[str, Any]] = {"sectors": {}, "by_line": {}}
    groups = plan.layout.groups(quiet.lines)
    for group, places in groups.items():
        row, varying = f"reinsurance.{name}.{group}", plan.treaties[name].varying
        premium = sum(float(quiet.premium[n, 0]) for n in places)
        fixed = {"commission": sum(float(quiet.commission[n, 0, 0]) for n in places)}
        flows = {
            flow: annual.mean(f"{row}.{flow}")
            if flow in varying
            else Estimate.exact(fixed.get(flow, 0.0))
            for flow in ("commission", "reinstatement")
        }
        recovered = annual.mean(f"{row}.recovered")
        cost = annual.mean(f"{row}.cost_but_premium").plus(premium)
        lost = f"{row}.lost_by_default"
        flows["lost_by_default"] = annual.mean(lost) if annual.has(lost) else Estimate.exact(0.0)
        kind, _, key = group.partition(".")
        found["by_line" if kind == "lines" else "sectors"][key] = {
            "premium": premium,
            "recovered": figure(recovered),
            "loss_ratio": _ratio(recovered, premium),
            **{flow: figure(amount) for flow, amount in flows.items()},
            "net_cost": figure(cost),
        }
    return found


def _ratio(recovered: Estimate, premium: float) -> dict[str, Any] | None:
    """Return recoveries over premium, or None where nothing is paid."""
    return figure(recovered.times(1.0 / premium)) if premium > 0.0 else None
