"""Members' own reinsurance in a whole run: results, and articles 102 and 103 net of it."""

import pytest

from coinsure.scenario import load_scenario
from coinsure.study import run

PATHS = {"simulation.paths": 2_048}
LAYER = {
    "kind": "excess_of_loss",
    "lines": ["ic.fab_property"],
    "retention": 500.0,
    "limit": 1_000.0,
    "premium": 40.0,
}
SHARE = {"kind": "quota_share", "lines": ["materials"], "share": 0.5, "commission": 0.3}
CHANGES = {
    "own_reinsurance.layer": {"member": "M1", "treaty": LAYER},
    "own_reinsurance.share": {"member": "M2", "treaty": SHARE, "taken_by": "M3"},
}


@pytest.fixture(scope="module")
def henan(project):
    return project / "scenarios" / "henan.toml"


@pytest.fixture(scope="module")
def before(henan):
    return run(load_scenario(henan, PATHS)).summary()


@pytest.fixture(scope="module")
def after(henan):
    return run(load_scenario(henan, PATHS | CHANGES)).summary()


def value(raw):
    return raw["value"]


def test_what_own_reinsurance_costs_is_the_members_own(before, after):
    costs = {name: value(own["net_cost"]) for name, own in after["own_reinsurance"].items()}
    moved = {
        name: value(member["result"]["mean"]) - value(before["members"][name]["result"]["mean"])
        for name, member in after["members"].items()
    }
    assert moved.pop("M1") == pytest.approx(-costs["layer"], rel=1e-6)
    assert moved.pop("M2") == pytest.approx(-costs["share"], rel=1e-6)
    assert moved.pop("M3") == pytest.approx(costs["share"], rel=1e-6)
    assert all(abs(change) < 1e-9 for change in moved.values())
    for figure in ("gross", "net", "deficit"):
        assert after["pool"][figure]["mean"] == pytest.approx(before["pool"][figure]["mean"])


def test_money_is_conserved(after):
    assert all(check["passed"] for check in after["checks"] if check["name"] == "conservation")


def test_the_premium_is_that_of_the_members_share(after):
    of_m2 = after["shares"]["members"].index("M2")
    share = after["shares"]["premium"][of_m2][after["shares"]["sectors"].index("materials")]
    whole = after["sectors"]["materials"]["premium"]
    assert after["own_reinsurance"]["share"]["premium"] == pytest.approx(0.5 * share * whole)


def test_article_102_counts_what_is_left_and_what_is_taken(before, after):
    ceded = after["own_reinsurance"]["share"]["premium"]
    moved = {
        name: member["article_102"]["after"] - before["members"][name]["article_102"]["after"]
        for name, member in after["members"].items()
    }
    assert moved.pop("M1") == pytest.approx(-40.0)
    assert moved.pop("M2") == pytest.approx(-ceded)
    assert moved.pop("M3") == pytest.approx(ceded)
    assert all(abs(change) < 1e-6 for change in moved.values())


def liabilities(answers, member):
    return {one["risk_unit"]: one for one in answers["members"][member]["article_103"]}


def test_article_103_is_net_of_own_reinsurance(before, after):
    share = after["shares"]["liability"][0][after["shares"]["sectors"].index("ic")]
    for unit, found in liabilities(after, "M1").items():
        alone = liabilities(before, "M1")[unit]
        if set(after["risk_units"][unit]["covers"]) == {"ic.fab_property"}:
            kept = share * after["risk_units"][unit]["net"]
            assert alone["net"] == pytest.approx(kept)
            assert found["net"] == pytest.approx(kept - min(max(kept - 500.0, 0.0), 1_000.0))
            assert found["gross"] == pytest.approx(alone["gross"])
            break
    else:
        pytest.fail("no risk unit of fabs alone")


def test_what_a_member_takes_of_another_adds_to_its_risk_units(before, after):
    m2 = after["shares"]["members"].index("M2")
    share = after["shares"]["liability"][m2][after["shares"]["sectors"].index("materials")]
    plants = [
        unit
        for unit, one in after["risk_units"].items()
        if set(one["covers"]) <= {"materials.plant_property", "materials.first_batch"}
    ]
    assert plants
    for unit in plants:
        moved = 0.5 * share * after["risk_units"][unit]["gross"]
        ceder, taker = (liabilities(after, name)[unit]["net"] for name in ("M2", "M3"))
        assert ceder == pytest.approx(liabilities(before, "M2")[unit]["net"] - moved)
        assert taker == pytest.approx(liabilities(before, "M3")[unit]["net"] + moved)


def test_solvency_ratios_are_after_own_reinsurance(before, after):
    def ratio(answers, member):
        return answers["members"][member]["solvency_ratio_after"]

    shared = after["own_reinsurance"]["share"]
    # M3 is a good debtor and takes half of a sector: M2 needs less, M3 more capital
    assert shared["factor"] < 0.02
    assert ratio(after, "M2") > ratio(before, "M2")
    assert ratio(after, "M3") < ratio(before, "M3")
    assert ratio(after, "M4") == pytest.approx(ratio(before, "M4"))


def test_what_the_taker_owes_is_reserve_and_unearned_premium_times_the_factor(after):
    layer, share = (after["own_reinsurance"][name] for name in ("layer", "share"))
    assert layer["factor"] == 0.745  # nobody is named
    assert layer["exposure"] == pytest.approx(0.6 * value(layer["recovered"]) + 0.5 * 40.0)
    unearned = 0.5 * 0.7 * share["premium"]
    assert share["exposure"] == pytest.approx(0.6 * value(share["recovered"]) + unearned)
    assert share["charge"] == pytest.approx(share["factor"] * share["exposure"])


def test_a_named_reinsurer_counts_with_its_factor_and_its_defaults(henan):
    weak = {"solvency_ratio": 2.5, "default_probability": 0.5, "paid_in_default": 0.4}
    contract = {"member": "M2", "treaty": SHARE, "reinsurer": "R"}
    changes = PATHS | {"reinsurers.R": weak, "own_reinsurance.share": contract}
    found = run(load_scenario(henan, changes)).summary()
    share = found["own_reinsurance"]["share"]
    assert share["factor"] == 0.008
    lost, recovered = value(share["lost"]), value(share["recovered"])
    assert abs(lost - 0.3 * recovered) < 4 * share["lost"]["se"]
    cost = 0.7 * share["premium"] - recovered + lost
    assert value(share["net_cost"]) == pytest.approx(cost)
    assert all(check["passed"] for check in found["checks"] if check["name"] == "conservation")


def test_cover_that_a_member_sells_too_cheaply_fails_a_check(henan, after):
    found = {one["subject"]: one for one in after["checks"] if one["name"] == "own_treaty_price"}
    assert found.keys() == {"layer", "share"}
    for name, check in found.items():
        cost = after["own_reinsurance"][name]["net_cost"]
        assert check["passed"] == (value(cost) >= -4.0 * cost["se"])
    cheap = {"member": "M1", "treaty": LAYER | {"premium": 0.01}, "taken_by": "M2"}
    answers = run(load_scenario(henan, PATHS | {"own_reinsurance.layer": cheap})).summary()
    (check,) = (one for one in answers["checks"] if one["name"] == "own_treaty_price")
    assert not check["passed"]
    assert not answers["passed"]
