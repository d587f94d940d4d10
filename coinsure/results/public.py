"""What public money (财政资金) costs the treasury, a year and over the horizon, and what it brings.

Amounts are for 100 % of the lines. A fund of a size lasts with the probability that all years
together cost no more than that.
"""

from typing import Any

import numpy as np

from coinsure.planning.plan import Plan
from coinsure.reinsurance.public import Instrument, PremiumSubsidy, PublicLayer
from coinsure.results.estimates import Rows, figure
from coinsure.risk.estimate import Estimate
from coinsure.risk.tails import TailSample
from coinsure.scenario import Scenario

LEVELS = (0.95, 0.99)
"""Levels of an outlay that a finance office asks for."""

KINDS: dict[type, str] = {PublicLayer: "public_layer", PremiumSubsidy: "premium_subsidy"}


def public(scenario: Scenario, plan: Plan, annual: Rows, horizon: Rows) -> dict[str, Any] | None:
    """Return expected, rare and largest outlays of every instrument, and of all together."""
    if not scenario.instruments:
        return None
    found = {
        name: {
            "label": instrument.label and instrument.label.model_dump(),
            "kind": KINDS.get(type(instrument), "reinsurance_support"),
            "annual_cap": instrument.annual_cap,
            "probability_annual_cap": figure(
                _chance(annual, f"public.{name}.capped", _is_certain(instrument))
            ),
            **_outlays(plan, f"public.{name}", annual, horizon, certain=_is_certain(instrument)),
            "fund_size": _fund_sizes(scenario, f"public.{name}", horizon),
            **_of_kind(plan, name, instrument, annual, horizon),
        }
        for name, instrument in scenario.instruments.items()
    }
    names, certain = tuple(scenario.premium_subsidies), not scenario.public_layers
    for name in names:
        found[name]["brings"] = brings(scenario, (name,))
    return {
        "instruments": found,
        "total": _outlays(plan, "public", annual, horizon, certain=certain)
        | {"probability": figure(_chance(annual, "public.triggered", _pays_always(scenario)))}
        | {
            "fund_size": _fund_sizes(scenario, "public", horizon),
            "brings": brings(scenario, names) if names else None,
        },
        "cut": figure(annual.mean("public.cut")),
    }


def treasury(scenario: Scenario, annual: Rows) -> tuple[Estimate, Estimate, Estimate, Estimate]:
    """Return what all public money pays: mean, 1-in-100 year, how often, and how often capped.

    The last is of the instrument that reaches its annual cap most often.
    """
    certain = not scenario.public_layers
    mean = annual.mean("public.paid")
    capped = [
        _chance(annual, f"public.{name}.capped", _is_certain(instrument))
        for name, instrument in scenario.instruments.items()
    ]
    return (
        Estimate.exact(mean.value) if certain and mean.value is not None else mean,
        annual.tail("public.paid").value_at_risk(LEVELS[-1]),
        _chance(annual, "public.triggered", _pays_always(scenario)),
        max(capped, key=lambda chance: chance.value or 0.0),
    )


def _of_kind(
    plan: Plan, name: str, instrument: Instrument, annual: Rows, horizon: Rows
) -> dict[str, Any]:
    """Return what only instruments of this kind have."""
    if not isinstance(instrument, PublicLayer):
        return {}
    found: dict[str, Any] = {"basis": instrument.basis, "total_cap": instrument.total_cap}
    if instrument.fund is not None:
        row, fund = f"public.{name}", instrument.fund
        last = plan.years if instrument.last_year is None else instrument.last_year
        found["fund"] = {
            "set_aside": fund.opening + fund.contribution * min(last, plan.years),
            "balance": [
                figure(annual.mean_of_year(f"{row}.balance", t)) for t in range(plan.years)
            ],
            "probability_exhausted": figure(horizon.probability(f"{row}.exhausted")),
        }
    return found


def brings(scenario: Scenario, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the firms and the cover that subsidies bring: with all of them, less without these.

    Sums are over the years of the horizon, and ``outlay`` is what these subsidies pay in them.
    ``take_up`` is the part of all firms that insures in year 1, without any subsidy and with all.
    """
    whole = scenario.subsidised
    others = {k: of for k, of in scenario.premium_subsidies.items() if k not in names}
    more = whole.firms - scenario.subsidised_by(others).firms
    years = scenario.simulation.years
    stated = [of.indices(years) for of in scenario.stated_developments.values()]
    exposure = np.array([[step.exposure for step in steps] for steps in stated])
    risks = np.array([[line.risks] for line in scenario.lines.values()])
    insured = np.array([[line.risks * line.sum_insured] for line in scenario.lines.values()])
    outlay = float(whole.amount[[whole.names.index(name) for name in names]].sum())
    firms, cover = more * exposure * risks, float((more * exposure * insured).sum())
    added = float(firms.sum())
    return {
        "take_up": {
            name: {"full_price": line.take_up.base, "subsidised": line.take_up.base * now}
            for (name, line), now in zip(
                scenario.lines.items(), whole.firms[:, 0].tolist(), strict=True
            )
            if line.take_up is not None
        },
        "firms_by_year": firms.sum(axis=0).tolist(),
        "firm_years": added,
        "cover": cover,
        "outlay": outlay,
        "cover_per_yuan": cover / outlay if outlay > 0.0 else None,
        "outlay_per_firm": outlay / added if added > 0.0 else None,
    }


def _fund_sizes(scenario: Scenario, row: str, horizon: Rows) -> dict[str, Any]:
    """Return the money that lasts over the horizon, by the probability that it does not."""
    together = horizon.tail(f"{row}.paid")
    wanted = scenario.public_budget.exhaustion
    return {str(p): figure(together.value_at_risk(1.0 - p)) for p in wanted}


def _is_certain(instrument: Instrument) -> bool:
    """Whether an instrument pays the same on all paths."""
    return not isinstance(instrument, PublicLayer)


def _pays_always(scenario: Scenario) -> bool:
    """Whether something is paid in year 1 whatever happens."""
    return any(
        not isinstance(instrument, PublicLayer) and instrument.rate > 0.0
        for instrument in scenario.instruments.values()
    )


def _chance(annual: Rows, row: str, certain: bool) -> Estimate:
    found = annual.probability(row)
    return Estimate.exact(found.value) if certain and found.value is not None else found


def _outlays(plan: Plan, row: str, annual: Rows, horizon: Rows, *, certain: bool) -> dict[str, Any]:
    """Return what is paid for a year, in a fiscal year, and over the horizon.

    What is ``certain`` has no error but what rounding leaves.
    """

    def mean(estimate: Estimate) -> dict[str, Any]:
        exact = certain and estimate.value is not None
        return figure(Estimate.exact(estimate.value or 0.0) if exact else estimate)

    due = annual.tail(f"{row}.paid")
    fiscal = [annual.tail(f"{row}.fiscal", t) for t in range(plan.years)]
    together = horizon.tail(f"{row}.paid")
    later = horizon.mean(f"{row}.paid").plus(-(horizon.mean(f"{row}.fiscal").value or 0.0))
    return {
        "mean": mean(annual.mean(f"{row}.paid")),
        "probability": figure(_chance(annual, f"{row}.triggered", certain)),
        "var": {str(p): figure(due.value_at_risk(p)) for p in LEVELS},
        "largest": _largest(due),
        "fiscal_years": [
            {
                "year": t + 1,
                "mean": mean(annual.mean_of_year(f"{row}.fiscal", t)),
                "var": {str(p): figure(fiscal[t].value_at_risk(p)) for p in LEVELS},
                "largest": _largest(fiscal[t]),
            }
            for t in range(plan.years)
        ],
        "horizon": {
            "years": plan.years,
            "mean": mean(horizon.mean(f"{row}.paid")),
            "var": {str(p): figure(together.value_at_risk(p)) for p in LEVELS},
            "largest": _largest(together),
            "paid_later": later.value,
        },
    }


def _largest(sample: TailSample) -> float:
    """Return the largest value that a path showed: no estimate, a fact of the sample."""
    return float(sample.value[0]) if sample.value.size else max(sample.floor, 0.0)
