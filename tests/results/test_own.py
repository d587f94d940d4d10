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
