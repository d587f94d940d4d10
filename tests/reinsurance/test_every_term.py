"""No term of a treaty is ignored: changing any single one changes a figure or is refused."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from coinsure.errors import ModelRefusedError, UsageError
from coinsure.reinsurance import TREATIES, TreatySpec, reinsure
from coinsure.reinsurance.counterparty import Reinsurer
from coinsure.reinsurance.counterparty.default import DefaultPlan, collect

READ = TypeAdapter(TreatySpec)
NOT_TERMS = {"kind", "source"}

PROFIT = {"rate": 0.2, "expenses": 0.02, "carry_forward": "years", "years": 1}
SCALE = [
    {"loss_ratio": 0.3, "commission": 0.4},
    {"loss_ratio": 0.8, "commission": 0.25},
    {"loss_ratio": 1.5, "commission": 0.1},
]
LIMITS = {
    "risk_limit": 55.0,
    "event_limit": 70.0,
    "corridor": {"low": 0.5, "high": 0.8, "share": 0.6},
    "loss_ratio_limit": 1.3,
    "annual_limit": 40.0,
}
COMMON = {
    "lines": ["a"],
    "placed": 0.8,
    "brokerage": 0.1,
    "priority": 2,
    "reinsurers": {"sound": 0.7, "weak": 0.3},
}
REINSURERS = {
    "sound": Reinsurer(solvency_ratio=2.0),
    "weak": Reinsurer(default_probability=0.5, paid_in_default=0.2),
}
DEPOSIT = {"premium": 6.0, "adjustment": {"rate": 0.06, "minimum": 5.5}}

BASES = {
    "excess_of_loss per risk": COMMON
    | DEPOSIT
    | {
        "kind": "excess_of_loss",
        "retention": 30.0,
        "limit": 50.0,
        "event_retention": 10.0,
        "event_limit": 55.0,
        "aggregate_deductible": 15.0,
        "aggregate_limit": 70.0,
        "reinstatements": [1.0, 0.5],
    },
    "excess_of_loss per event": COMMON
    | DEPOSIT
    | {
        "kind": "excess_of_loss",
        "basis": "event",
        "retention": 30.0,
        "limit": 50.0,
        "reinstatements": [1.0, 0.5],
        "pro_rata_time": True,
    },
    "facultative": COMMON
    | DEPOSIT
    | {
        "kind": "facultative",
        "site": "new",
        "retention": 20.0,
        "limit": 60.0,
        "aggregate_limit": 90.0,
        "commission": 0.1,
    },
    "quota_share": COMMON | LIMITS | {"kind": "quota_share", "share": 0.5, "commission": 0.2},
    "quota_share with a profit commission": COMMON
    | {"kind": "quota_share", "share": 0.5, "profit_commission": PROFIT},
    "quota_share with a scale": COMMON
    | {"kind": "quota_share", "share": 0.5, "sliding_commission": SCALE},
    "stop_loss": COMMON
    | DEPOSIT
    | {"kind": "stop_loss", "basis": "money", "retention": 70.0, "limit": 90.0},
    "surplus": COMMON
    | LIMITS
    | {
        "kind": "surplus",
        "retention": 40.0,
        "number_of_lines": 1.5,
        "commission": 0.2,
    },
    "surplus with a profit commission": COMMON
    | {
        "kind": "surplus",
        "retention": 40.0,
        "number_of_lines": 0.5,
        "profit_commission": PROFIT,
    },
    "surplus by bands": COMMON
    | {
        "kind": "surplus",
        "bands": [
            {"sum_insured_from": 0.0, "retention": 20.0},
            {"sum_insured_from": 140.0, "retention": 70.0},
        ],
        "number_of_lines": 1.0,
        "sliding_commission": SCALE,
    },
    "surplus by site": COMMON | {"kind": "surplus", "shares": {"old": 0.3, "new": 0.6}},
}

GIVEN: dict[str, Any] = {
    "adjustment": {"rate": 0.03},
    "aggregate_limit": 60.0,
    "annual_limit": 40.0,
    "bands": [{"sum_insured_from": 0.0, "retention": 10.0}],
    "corridor": {"low": 0.1, "high": 0.5},
    "event_limit": 30.0,
    "limit": 20.0,
    "loss_ratio_limit": 0.4,
    "number_of_lines": 3.0,
    "profit_commission": {"rate": 0.5},
    "retention": 10.0,
    "risk_limit": 10.0,
    "shares": {"old": 0.9},
    "sliding_commission": SCALE,
    "years": 3,
}
"""What to put where a base has nothing."""

OTHER_PARTS = ({"sound": 0.6, "weak": 0.4}, {"sound": 1.0}, {"sound": 0.7, "weak": 0.2})
WORDS = {
    "basis": ("risk", "event", "money", "loss_ratio"),
    "carry_forward": ("none", "years", "extinction", "block"),
    "site": ("old", "new", "nowhere"),
}


def changes(of: Any, key: str = "") -> Iterator[Any]:
    """Yield ``of`` with one thing in it changed."""
    if isinstance(of, dict):
        for name in of.keys() - NOT_TERMS:
            if name == "reinsurers":
                yield from (of | {name: parts} for parts in OTHER_PARTS)
                continue
            yield from (of | {name: changed} for changed in changes(of[name], name))
    elif isinstance(of, list):
        yield of[:-1]
        for place, value in enumerate(of):
            yield from ([*of[:place], new, *of[place + 1 :]] for new in changes(value, key))
    elif isinstance(of, str):
        yield from (word for word in WORDS.get(key, ("a.x",)) if word != of)
    else:
        yield another(of, key)


def another(of: float | None, key: str) -> Any:
    """Return another value than a number, a switch or nothing."""
    if of is None:
        return GIVEN[key]
    if isinstance(of, bool):
        return not of
    if isinstance(of, int):
        return of + 1 if key == "years" else of - 2
    return of * 0.9 if of else 0.05


def book(table):
    """Make three lines with sites, large losses and common occurrences in years unlike."""
    rng = np.random.default_rng(11)
    losses = []
    for row in range(3 * 40):
        times = np.sort(rng.random(4))
        for occurrence, time in enumerate(times):
            for line in ("a.x", "a.y", "b.z"):
                if rng.random() < 0.4:
                    fields = {"risk": int(rng.integers(3)), "time": time}
                    fields["occurrence"] = occurrence if occurrence % 2 else -1
                    losses.append((row, line, rng.pareto(1.5) * 25.0 + 5.0, fields))
    sites = {line: {"old": 50.0, "new": 130.0, "third": 200.0} for line in ("a.x", "a.y")}
    made = table(("a.x", "a.y", "b.z"), losses, years=3, paths=40, small=2.0, sites=sites)
    premium = np.array([[60.0, 90.0, 20.0], [90.0, 20.0, 20.0], [30.0, 30.0, 30.0]])
    return replace(made, premium=premium)


FIRST = READ.validate_python(
    {"kind": "quota_share", "lines": ["a", "b"], "share": 0.1, "priority": 1}
)


def figures(losses, treaty):
    treaties = {"first": FIRST, "treaty": treaty}
    plan = DefaultPlan(5, REINSURERS, {"sound": 1, "weak": 2})
    net = collect(reinsure(losses, treaties), treaties, plan)
    return [net.net, net.cost, net.flows, net.ceded_premium, net.large.amount]


def test_every_field_of_every_treaty_is_in_a_base():
    for kind, treaty in TREATIES.items():
        fields = {name for base in BASES.values() if base["kind"] == kind for name in base}
        optional = {"unlimited_reinstatements"}
        assert set(treaty.model_fields) - fields - optional <= {"source", "bands"}, kind


@pytest.mark.parametrize("name", BASES)
def test_changing_a_term_changes_a_figure_or_is_refused(table, name):
    losses = book(table)
    base = READ.validate_python(BASES[name])
    before = figures(losses, base)
    tried = 0
    for changed in changes(base.model_dump(mode="json")):
        tried += 1
        try:
            after = figures(losses, READ.validate_python(changed))
        except (ValidationError, ModelRefusedError, UsageError):
            continue
        same = all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
        assert not same, str(changed)
    assert tried >= len(type(base).model_fields) - len(NOT_TERMS)
