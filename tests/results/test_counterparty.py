"""Reinsurers of a whole run: what they owe, their capital charge, members among them."""

import pytest

from coinsure.planning.make import make_plan
from coinsure.results.accident import after_accident
from coinsure.results.legal import legal_limits
from coinsure.scenario import load_scenario
from coinsure.study import run
from coinsure.tables.net import FLOWS

HALF = {"kind": "fixed", "shares": {"M1": 0.25, "M2": 0.25}}
OURS = {"ours": 1.0}

CHANGES = {
    "simulation.paths": 2_048,
    "reinsurance.fab_per_risk.reinsurers": {"R1": 0.5, "R2": 0.3, "M2_as_reinsurer": 0.2},
    "reinsurers.R1": {"solvency_ratio": 2.46},
    "reinsurers.R2": {
        "domicile": "overseas",
        "meets_local_rules": True,
        "default_probability": 0.3,
        "paid_in_default": 0.25,
    },
    "reinsurers.M2_as_reinsurer": {
        "solvency_ratio": 1.6,
        "direct_insurer": True,
        "member": "M2",
    },
}


@pytest.fixture(scope="module")
def henan(project):
    return project / "scenarios" / "henan.toml"


@pytest.fixture(scope="module")
def before(henan):
    return run(load_scenario(henan, {"simulation.paths": 2_048})).summary()


@pytest.fixture(scope="module")
def after(henan):
    scenario = load_scenario(henan, CHANGES)
    unit = next(n for n, u in scenario.risk_units.items() if "ic.fab_property" in u.covers)
    changed = {**CHANGES, "members.M1.elsewhere": {unit: 1_234.0}}
    return run(load_scenario(henan, changed)).summary(), unit


def value(raw):
    return raw["value"]


def test_what_is_owed_and_lost_is_that_of_the_treaty(after):
    answers, _ = after
    treaty, reinsurers = answers["reinsurance"]["fab_per_risk"], answers["reinsurers"]
    owed = {name: value(one["owed"]) for name, one in reinsurers.items()}
    assert sum(owed.values()) == pytest.approx(value(treaty["recovered"]))
    assert owed["R1"] == pytest.approx(0.5 * value(treaty["recovered"]))
    assert value(reinsurers["R2"]["lost"]) == pytest.approx(value(treaty["lost_by_default"]))
    # 0.3 of the treaty, 0.75 unpaid in 30 % of years
    expected = 0.3 * 0.75 * 0.3 * value(treaty["recovered"])
    assert abs(value(treaty["lost_by_default"]) - expected) < 4 * treaty["lost_by_default"]["se"]


def test_the_pool_bears_what_is_lost(before, after):
    answers, _ = after
    lost = value(answers["reinsurance"]["fab_per_risk"]["lost_by_default"])
    assert lost > 0.0
    nets = [value(one["pool"]["net"]["mean"]) for one in (answers, before)]
    assert nets[0] - nets[1] == pytest.approx(lost)
    costs = [value(one["reinsurance"]["fab_per_risk"]["net_cost"]) for one in (answers, before)]
    assert costs[0] - costs[1] == pytest.approx(lost)
    line = answers["reinsurance"]["fab_per_risk"]["by_line"]["ic.fab_property"]
    assert value(line["lost_by_default"]) == pytest.approx(lost)
    assert value(line["net_cost"]) == pytest.approx(costs[0])
    assert all(check["passed"] for check in answers["checks"] if check["name"] == "conservation")


def test_the_charge_is_the_ceded_reserve_times_the_factor_of_the_rule(after):
    answers, _ = after
    recovered = value(answers["reinsurance"]["fab_per_risk"]["recovered"])
    # reserve ratio 0.6, all of the line placed; half of the premium is unearned, no commission
    owed = 0.6 * recovered + 0.5 * 1280.0
    by_hand = {
        "R1": 0.5 * owed * 0.008,
        "R2": 0.3 * owed * 0.499,
        "M2_as_reinsurer": 0.2 * owed * 0.013 * 1.1,
    }
    found = {name: one["charge"] for name, one in answers["reinsurers"].items()}
    assert found == pytest.approx(by_hand)
    cross2 = answers["capital"]["cross2"]
    assert cross2["counterparty"] == pytest.approx(sum(by_hand.values()))
    assert cross2["charge"] < cross2["with_counterparty"] < cross2["charge"] + sum(by_hand.values())


def test_the_charge_strains_the_members(before, after):
    answers, _ = after
    for name, member in answers["members"].items():
        assert member["solvency_ratio_after"] < before["members"][name]["solvency_ratio_after"]


def liability(answers, member, unit):
    units = answers["members"][member]["article_103"]
    return next(one for one in units if one["risk_unit"] == unit)


def test_what_a_member_takes_as_a_reinsurer_adds_to_its_share_of_a_risk_unit(before, after):
    answers, unit = after
    recovered = answers["risk_units"][unit]["gross"] - answers["risk_units"][unit]["net"]
    assert recovered > 0.0
    found, alone = (liability(one, "M2", unit) for one in (answers, before))
    for kind in ("gross", "net"):
        assert found[kind] == pytest.approx(alone[kind] + 0.2 * recovered)
    taken = answers["members"]["M2"]["article_102"]["after"]
    assert taken == pytest.approx(before["members"]["M2"]["article_102"]["after"] + 0.2 * 1280.0)


def test_what_a_member_keeps_of_a_risk_unit_elsewhere_adds_too(before, after):
    answers, unit = after
    found, alone = (liability(one, "M1", unit) for one in (answers, before))
    assert found["net"] == pytest.approx(alone["net"] + 1_234.0)
    assert found["gross"] == pytest.approx(alone["gross"] + 1_234.0)


def test_what_a_member_takes_as_a_reinsurer_is_in_its_account(before, after):
    answers, _ = after
    treaty = answers["reinsurance"]["fab_per_risk"]
    # M2 has a fifth, always pays, and bears its share of what R2 does not pay like every member
    earned = 0.2 * (value(treaty["net_cost"]) - value(treaty["lost_by_default"]))
    lost = {
        name: value(before["members"][name]["result"]["mean"]) - value(one["result"]["mean"])
        for name, one in answers["members"].items()
    }
    assert value(answers["assumed"]["M2"]["result"]) == pytest.approx(earned)
    assert answers["assumed"]["M2"]["premium"] == pytest.approx(0.2 * treaty["premium"])
    assert answers["assumed"]["M2"]["recovered"] == pytest.approx(0.2 * value(treaty["recovered"]))
    assert answers["assumed"].keys() == {"M2"}
    share = {name: one["share"] for name, one in answers["members"].items()}
    of_share = (lost["M1"] / share["M1"]) * share["M2"]
    assert lost["M2"] == pytest.approx(of_share - earned, rel=0.02)


def test_a_member_that_reinsures_the_pool_takes_no_more_than_what_is_placed(henan):
    """Half of the fabs has no taker: the treaty covers the other half, and so does the member."""
    few = {
        "pool.full_placement": False,
        "pool.shares": HALF,
        "reinsurance.fab_per_risk.reinsurers": OURS,
    }
    scenario = load_scenario(henan, few | {"reinsurers.ours": {"member": "M2"}})
    unit = next(n for n, u in scenario.risk_units.items() if "ic.fab_property" in u.covers)
    table = after_accident(make_plan(scenario), scenario.risk_units[unit].covers)
    paid = table.flows[0, FLOWS.index("recovered"), 0, 0]
    assert paid > 0.0
    legal = legal_limits(scenario, make_plan(scenario))
    found = {one.member: one.net for one in legal.units[unit]}
    # M1 and M2 have a quarter each
    assert found["M2"] - found["M1"] == pytest.approx(0.5 * paid)
    # 1,280 for all of the layer
    others = load_scenario(henan, few | {"reinsurers.ours": {"solvency_ratio": 2.0}})
    before = legal_limits(others, make_plan(others)).premium["M2"]
    assert legal.premium["M2"].after - before.after == pytest.approx(0.5 * 1280.0)
