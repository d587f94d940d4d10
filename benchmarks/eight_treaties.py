"""Eight treaties on the pool of Henan, one of every kind and most terms among them."""

from typing import Any

from pydantic import TypeAdapter

from coinsure.planning.make import make_simulation
from coinsure.reinsurance import TreatySpec
from coinsure.scenario import Scenario
from coinsure.simulation import SimulationPlan

SCALE = (
    {"loss_ratio": 0.4, "commission": 0.35},
    {"loss_ratio": 0.6, "commission": 0.25},
    {"loss_ratio": 0.9, "commission": 0.2},
)
TERMS: dict[str, dict[str, Any]] = {
    "drones": {
        "kind": "quota_share",
        "lines": ["low_altitude"],
        "share": 0.3,
        "sliding_commission": SCALE,
        "loss_ratio_limit": 2.0,
    },
    "medicine": {
        "kind": "quota_share",
        "lines": ["biomedicine"],
        "share": 0.25,
        "commission": 0.25,
        "profit_commission": {
            "rate": 0.2,
            "expenses": 0.05,
            "carry_forward": "years",
            "years": 3,
        },
    },
    "one_fab": {
        "kind": "facultative",
        "lines": ["ic.fab_property"],
        "retention": 20_000.0,
        "limit": 100_000.0,
        "premium": 100.0,
    },
    "fabs": {
        "kind": "surplus",
        "lines": ["ic.fab_property"],
        "retention": 60_000.0,
        "number_of_lines": 2.0,
        "commission": 0.25,
    },
    "fab_per_risk": {
        "kind": "excess_of_loss",
        "lines": ["ic.fab_property"],
        "retention": 10_000.0,
        "limit": 50_000.0,
        "reinstatements": [1.0],
        "premium": 800.0,
    },
    "plant_per_risk": {
        "kind": "excess_of_loss",
        "lines": ["materials"],
        "retention": 500.0,
        "limit": 4_500.0,
        "reinstatements": [1.0, 0.5],
        "pro_rata_time": True,
        "premium": 200.0,
    },
    "per_event": {
        "kind": "excess_of_loss",
        "basis": "event",
        "lines": ["materials", "ic"],
        "retention": 5_000.0,
        "limit": 20_000.0,
        "reinstatements": [1.0],
        "premium": 300.0,
    },
    "year": {
        "kind": "stop_loss",
        "basis": "loss_ratio",
        "lines": ["biomedicine", "low_altitude", "materials", "ic"],
        "retention": 1.2,
        "limit": 0.5,
        "premium": 400.0,
    },
}
"""For the cost of applying them only: nobody offers these terms."""


def with_treaties(henan: Scenario) -> tuple[SimulationPlan, dict[str, TreatySpec]]:
    """Return the treaties, and the plan that keeps the single losses that they look at."""
    site = next(iter(henan.lines["ic.fab_property"].sites or {}))
    read = TypeAdapter[TreatySpec](TreatySpec)
    named = TERMS | {"one_fab": TERMS["one_fab"] | {"site": site}}
    treaties = {name: read.validate_python(terms) for name, terms in named.items()}
    return make_simulation(henan.model_copy(update={"reinsurance": treaties})), treaties


def without_treaties(henan: Scenario) -> SimulationPlan:
    """Return the plan of the pool without reinsurance."""
    return make_simulation(henan.model_copy(update={"reinsurance": {}}))
