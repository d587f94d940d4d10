"""The lead of a fronted pool holds capital for what its followers owe."""

import pytest

from coinsure.scenario import load_scenario
from coinsure.study import run

PATHS = {"simulation.paths": 2_048}
FRONTED = {**PATHS, "pool.legal_form": "fronted"}


@pytest.fixture(scope="module")
def direct(project):
    return run(load_scenario(project / "scenarios" / "henan.toml", PATHS)).summary()


@pytest.fixture(scope="module")
def scenario(project):
    return load_scenario(project / "scenarios" / "henan.toml", FRONTED)


@pytest.fixture(scope="module")
def study(scenario):
    return run(scenario)


@pytest.fixture(scope="module")
def fronted(study):
    return study.summary()


def test_followers_owe_by_their_shares(scenario, study, fronted):
    owed = fronted["fronted"]
    assert list(owed) == [f"M{n}" for n in range(2, 9)]
    # one share of every sector: exposures are in proportion to it
    assert owed["M2"]["exposure"] / owed["M8"]["exposure"] == pytest.approx(0.18 / 0.04)
    claims = sum(sector["net"]["mean"]["value"] for sector in fronted["sectors"].values())
    ceded = sum(treaty.premium for treaty in scenario.reinsurance.values())
    kept = study.plan.pool.premium[:, 0].sum() - ceded
    capital = scenario.capital
    expected = 0.18 * (capital.reserve_ratio * claims + capital.unearned_ratio * kept)
    assert owed["M2"]["exposure"] == pytest.approx(expected, rel=1e-6)


def test_the_factor_is_that_of_a_direct_insurer_by_its_solvency_ratio(fronted):
    # M2 has 215 %, M8 125 %: the weaker follower costs more
    owed = fronted["fronted"]
    assert owed["M8"]["factor"] > owed["M2"]["factor"] > 0.0
    for one in owed.values():
        assert one["charge"] == pytest.approx(one["factor"] * one["exposure"])


def test_the_charge_is_the_lead_s_alone(scenario, direct, fronted):
    charge = sum(one["charge"] for one in fronted["fronted"].values())
    before, after = direct["members"], fronted["members"]
    lead = scenario.members["M1"]
    strain = lead.actual_capital / before["M1"]["solvency_ratio_after"] + charge
    assert after["M1"]["solvency_ratio_after"] == pytest.approx(lead.actual_capital / strain)
    for name in list(before)[1:]:
        expected = before[name]["solvency_ratio_after"]
        assert after[name]["solvency_ratio_after"] == expected


def test_members_that_insure_directly_owe_the_lead_nothing(direct):
    assert direct["fronted"] == {}
