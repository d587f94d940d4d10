"""What one step of a clause costs: by hand, by runs under it, and for every number there is."""

from pathlib import Path

import pytest

from coinsure.agreement import clause_steps
from coinsure.agreement.steps import OTHER, STEPS
from coinsure.pool import PoolTerms
from coinsure.pool.profit import PROFIT_RULES
from coinsure.pool.shares import SHARE_RULES
from coinsure.scenario import load_scenario
from coinsure.study import run

CHANGES = {"simulation.paths": 1024, "simulation.years": 2}


@pytest.fixture(scope="module")
def scenario():
    return load_scenario(Path(__file__).parents[2] / "scenarios" / "minimal.toml", CHANGES)


@pytest.fixture(scope="module")
def steps(scenario):
    return {step.key: step for step in clause_steps(scenario)}


def test_a_point_of_fee_moves_a_point_of_the_followers_premium(steps):
    step = steps["pool.lead_fee.rate"]
    assert (step.before, step.after) == (0.02, 0.03)
    assert step.gains["M1"].value == pytest.approx(18.0)  # of 1,800
    assert step.gains["M2"].value == pytest.approx(-18.0)
    assert step.gains["M2"].se == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("pool.reserve.build_of_profit", 0.3),
        ("pool.reserve.scope", "pool"),
        ("pool.management_rate", 0.02),
        ("pool.shares.shares", {"M1": 0.61, "M2": 0.39}),
    ],
)
def test_a_step_is_the_difference_of_two_runs(project, steps, key, value):
    path = project / "scenarios" / "minimal.toml"
    now, then = (
        run(load_scenario(path, CHANGES | changed)).summary()["members"]
        for changed in ({}, {key: value})
    )
    step = next(step for name, step in steps.items() if name.startswith(key))
    for name, gain in step.gains.items():
        difference = then[name]["result"]["mean"]["value"] - now[name]["result"]["mean"]["value"]
        assert gain.value == pytest.approx(difference, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", ["scenarios/henan_nuclear_terms", "tests/scenario/complete"])
def test_every_term_of_a_larger_agreement_has_its_step(project, name):
    scenario = load_scenario(project / f"{name}.toml", {"simulation.paths": 600})
    found = {step.key: step for step in clause_steps(scenario)}
    assert {f"pool.{key}" for key in ("reserve.scope", "liability", "lead_fee.base")} <= set(found)


def test_where_a_term_cannot_go_up_it_goes_down(project):
    changed = CHANGES | {"pool.reserve.build_of_profit": 1.0}
    found = clause_steps(load_scenario(project / "scenarios" / "minimal.toml", changed))
    step = next(step for step in found if step.key == "pool.reserve.build_of_profit")
    assert (step.before, step.after) == (1.0, 0.95)


def test_shares_of_a_sector_move_in_it_alone(project):
    own = {"pool.shares.sectors": {"materials": {"M1": 0.5, "M2": 0.5}}}
    path = project / "scenarios" / "minimal.toml"
    keys = [step.key for step in clause_steps(load_scenario(path, CHANGES | own))]
    assert keys[:2] == ["pool.shares.shares.M1", "pool.shares.sectors.materials.M1"]


def _numbers(spec):
    for name, field in spec.model_fields.items():
        if field.annotation in (int, float) or "int" in str(field.annotation).split("|"):
            yield name


def test_every_number_of_the_agreement_has_a_step():
    known = {"tax_rate", "reserve.opening"}  # the law's, and money there is already
    tables = {"lead_fee", "investment", "reserve", "guarantee_fund", "membership"}
    specs = [("", PoolTerms)]
    for name in tables:
        kinds = PoolTerms.model_fields[name].annotation
        specs.append((f"{name}.", getattr(kinds, "__args__", (kinds,))[0]))
    specs += [("profit.", rule) for rule in PROFIT_RULES.values()]
    specs += [("shares.", rule) for rule in SHARE_RULES.values()]
    numbers = {prefix + name for prefix, spec in specs for name in _numbers(spec)}
    assert "profit.rate" in numbers
    assert numbers - known == set(STEPS)
    assert set(OTHER) <= {"lead_fee.base", "reserve.scope", "reserve.accounting", "liability"}
