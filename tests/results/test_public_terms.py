"""No term of public money is ignored, and what it brings is what it should bring."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from coinsure.errors import ModelRefusedError
from coinsure.models.take_up import TakeUp
from coinsure.planning.make import make_plan
from coinsure.pool.account import settle
from coinsure.reinsurance.public import (
    CompensationFund,
    PremiumSubsidy,
    PublicLayer,
    ReinsuranceSupport,
    Slice,
)
from coinsure.results.capital import arrears_charges
from coinsure.results.public import brings
from coinsure.results.theory import expected_by_year
from coinsure.scenario import Scenario, load_scenario
from coinsure.scenario.checks import check, parts_of
from coinsure.study import answer_block, reinsure_block
from coinsure.tables.losses import Block

COMPLETE = Path(__file__).parents[1] / "scenario" / "complete.toml"
NOT_TERMS = {"label", "source"}

LAYER: dict[str, Any] = {
    "kind": "loss_ratio_layers",
    "lines": ["air"],
    "layers": [
        {"above": 0.2, "up_to": 0.5, "share": 0.5},
        {"above": 0.5, "up_to": 0.8, "share": 0.8},
    ],
    "basis": "net_of_reinsurance",
    "annual_cap": 180.0,
    "total_cap": 250.0,
    "last_year": 2,
    "beyond_cap": "insured",
    "paid_next_year": 0.3,
}
SUBSIDY: dict[str, Any] = {"lines": ["air"], "rate": 0.4, "annual_cap": 262.0, "years": 2}
BASES: dict[str, tuple[str, dict[str, Any]]] = {
    "layer": ("public_layers", LAYER | {"fund": None}),
    "layer with a fund": (
        "public_layers",
        LAYER
        | {"total_cap": None, "fund": {"opening": 150.0, "contribution": 60.0, "interest": 0.05}},
    ),
    "subsidy of the insured": (
        "premium_subsidies",
        SUBSIDY | {"paid_to": "insured", "arrears_months": 0.0},
    ),
    "subsidy of insurers": (
        "premium_subsidies",
        SUBSIDY | {"paid_to": "insurer", "arrears_months": 15.0},
    ),
    "support": (
        "reinsurance_support",
        {"treaties": ["fab"], "rate": 0.5, "annual_cap": 30.0, "years": 2},
    ),
    "support of all": (
        "reinsurance_support",
        {"treaties": None, "rate": 0.5, "annual_cap": 90.0, "years": None},
    ),
}
TAKE_UP = {"base": 0.2, "elasticity": 0.5, "selection": -0.2}
WORDS: dict[str, list[Any]] = {
    "kind": ["money_layers"],
    "basis": ["gross", "net_of_reinsurance"],
    "beyond_cap": ["members"],
    "paid_to": ["insured", "insurer"],
    "lines": [["chips"], ["air", "chips"], ["nowhere"]],
    "treaties": [["air"], ["nowhere"]],
}
GIVEN: dict[str, Any] = {
    "fund": {"opening": 60.0},
    "total_cap": 150.0,
    "years": 1,
}


def changes(of: Any, key: str = "") -> list[Any]:
    """Return ``of`` with one thing in it changed, in every way."""
    if isinstance(of, dict):
        return [
            of | {name: changed}
            for name in of.keys() - NOT_TERMS
            for changed in changes(of[name], name)
        ]
    if key in WORDS:
        return [word for word in WORDS[key] if word != of]
    if isinstance(of, list):
        places = list(enumerate(of))
        return [of[:-1]] + [
            [*of[:place], new, *of[place + 1 :]] for place, one in places for new in changes(one)
        ]
    if of is None:
        return [GIVEN[key]]
    if isinstance(of, int):
        return [of - 1, of + 1]
    return [of * 0.9 if of else 3.0]


@pytest.fixture(scope="module")
def tables():
    """Return the complete scenario as tables, without public money."""
    found = load_scenario(COMPLETE).resolved()
    return found | {"public_layers": {}, "premium_subsidies": {}, "reinsurance_support": {}}


def with_take_up(tables, terms):
    air = tables["sectors"]["air"]
    hull = air["lines"]["hull"] | {"take_up": terms}
    sectors = tables["sectors"] | {"air": air | {"lines": {"hull": hull}}}
    return tables | {"sectors": sectors}


def figures(tables):
    scenario = Scenario.model_validate(tables)
    wrong = check(parts_of(scenario))
    if wrong:
        raise ModelRefusedError(str(wrong))
    plan = make_plan(scenario)
    net = reinsure_block(plan, Block(0, 512))
    accounts = settle(net, plan.shares, plan.profit_rule, plan.pool)
    answers = answer_block(plan, Block(0, 512))
    found = brings(scenario, tuple(scenario.premium_subsidies))
    return {
        **dict(zip(answers.names, answers.annual, strict=True)),
        "horizon": answers.horizon,
        "premium": accounts.page("premium"),
        "subsidy": accounts.page("subsidy"),
        "arrears": arrears_charges(scenario, plan),
        "take_up": [part for of in found["take_up"].values() for part in of.values()],
    }


def refused_or_changed(before, tables, changed):
    try:
        after = figures(tables)
    except (ValidationError, ModelRefusedError):
        return
    if before.keys() == after.keys():
        same = all(np.allclose(before[name], after[name], rtol=1e-12, atol=0.0) for name in before)
        assert not same, str(changed)


@pytest.mark.parametrize("name", BASES)
def test_changing_a_term_changes_a_figure_or_is_refused(tables, name):
    table, terms = BASES[name]
    before = figures(tables | {table: {"one": terms}})
    tried = changes(terms)
    assert len(tried) >= len(terms)
    for changed in tried:
        refused_or_changed(before, tables | {table: {"one": changed}}, changed)


def test_changing_how_firms_respond_changes_a_figure(tables):
    subsidised = tables | {"premium_subsidies": {"one": SUBSIDY}}
    before = figures(with_take_up(subsidised, TAKE_UP))
    for changed in changes(TAKE_UP):
        refused_or_changed(before, with_take_up(subsidised, changed), changed)


def test_every_field_is_in_a_base():
    fields = {
        PublicLayer: "public_layers",
        PremiumSubsidy: "premium_subsidies",
        ReinsuranceSupport: "reinsurance_support",
    }
    for kind, table in fields.items():
        named = {key for of, terms in BASES.values() if of == table for key in terms}
        assert kind.model_fields.keys() - NOT_TERMS == named
    assert TakeUp.model_fields.keys() - NOT_TERMS == TAKE_UP.keys()
    assert set(Slice.model_fields) == set(LAYER["layers"][0])
    assert set(CompensationFund.model_fields) == set(BASES["layer with a fund"][1]["fund"])


def test_firms_that_a_subsidy_brings_are_in_premium_losses_and_cover(tables):
    # half the price at an elasticity of 1: twice the 1,000 risks of 10; joiners lose 0.8 as often
    terms = {"base": 0.2, "elasticity": 1.0, "selection": -0.2}
    subsidy = {"lines": ["air"], "rate": 0.5, "annual_cap": 1e6}
    plain = Scenario.model_validate(tables)
    twice = Scenario.model_validate(
        with_take_up(tables | {"premium_subsidies": {"one": subsidy}}, terms)
    )
    np.testing.assert_allclose(
        make_plan(twice).pool.premium, make_plan(plain).pool.premium * [[2.0], [1.0]]
    )
    found = brings(twice, ("one",))
    exposure = [1.0, 1.1, 1.21]
    np.testing.assert_allclose(found["firms_by_year"], np.multiply(1000.0, exposure))
    assert found["cover"] == pytest.approx(10.0 * 1000.0 * sum(exposure))
    premium = make_plan(plain).pool.premium[0].sum()
    assert found["outlay"] == pytest.approx(0.5 * 2.0 * premium)
    assert found["cover_per_yuan"] == pytest.approx(10_000.0 * sum(exposure) / premium)
    assert found["take_up"]["air.hull"] == {"full_price": 0.2, "subsidised": 0.4}


def test_losses_grow_with_the_firms_and_by_how_often_those_that_join_have_them(scenarios):
    # 2 x 0.9 of the losses of before, and where the subsidy has ended those of before
    key = "sectors.biomedicine.lines.product_liability.take_up"
    changes = {
        "simulation.years": 3,
        key: {"base": 0.3, "elasticity": 1.0, "selection": -0.2, "source": "invented"},
    }
    subsidy = {
        "lines": ["biomedicine"],
        "rate": 0.5,
        "annual_cap": 1e5,
        "years": 2,
        "source": "invented",
    }
    line = "biomedicine.product_liability"
    before = expected_by_year(load_scenario(scenarios, changes))[line]
    after = expected_by_year(
        load_scenario(scenarios, changes | {"premium_subsidies.one": subsidy})
    )[line]
    np.testing.assert_allclose(after, np.multiply(before, [1.8, 1.8, 1.0]))


def test_the_simulation_has_the_losses_that_theory_expects(scenarios):
    terms = {"base": 0.3, "elasticity": 1.0, "selection": -0.2, "source": "invented"}
    subsidy = {"lines": ["low_altitude"], "rate": 0.5, "annual_cap": 1e5, "source": "invented"}
    scenario = load_scenario(
        scenarios,
        {
            "simulation.years": 1,
            "sectors.low_altitude.lines.uav_hull.take_up": terms,
            "premium_subsidies.one": subsidy,
        },
    )
    rows = answer_block(make_plan(scenario), Block(0, 8192))
    found = rows.annual[rows.names.index("lines.low_altitude.uav_hull.gross"), 0]
    expected = expected_by_year(scenario)["low_altitude.uav_hull"][0]
    assert abs(found.mean() - expected) < 4.0 * found.std() / np.sqrt(8192)


@pytest.fixture
def scenarios() -> Path:
    return Path(__file__).parents[2] / "scenarios" / "henan.toml"
