"""Members' solvency with the pool in their own books, on a run of the Henan book."""

from pathlib import Path

import pytest

from coinsure.scenario import load_scenario
from coinsure.study import run

SCENARIOS = Path(__file__).parents[2] / "scenarios"

PATHS = {"simulation.paths": 4_096}


@pytest.fixture(scope="module")
def answers():
    return run(load_scenario(SCENARIOS / "henan.toml", PATHS)).summary()


@pytest.fixture(scope="module")
def members(answers):
    return answers["members"]


def test_plain_addition_overstates_what_the_pool_needs_three_to_four_times(members):
    for name in ("M1", "M2", "M3", "M4", "M8"):
        needed = members[name]["solvency"]["minimum_capital"]
        strain = needed["after"]["value"] - needed["before"]
        plain = needed["plain_addition"] - needed["before"]
        assert 2.5 < plain / strain < 4.5, name


def test_the_stressed_member_stays_above_the_attention_line_every_year(members):
    years = members["M8"]["solvency"]["years"]
    assert [year["year"] for year in years] == [1, 2, 3, 4, 5]
    for year in years:
        after = year["after"]["comprehensive"]
        assert 1.2 < after["value"] < year["before"]["comprehensive"]
        assert after["se"] > 0.0
        assert year["status"] == "good"
    assert members["M8"]["solvency_ratio_after"] == pytest.approx(1.2465, abs=1e-3)


def test_without_an_own_book_only_the_pools_part_is_known(project):
    scenario = load_scenario(project / "scenarios" / "minimal.toml", PATHS)
    for member in run(scenario).summary()["members"].values():
        assert member["solvency"]["basis"] == "pool_part_only"
        assert member["solvency"]["pool_charge"] > 0.0
        assert "years" not in member["solvency"]


def test_a_point_more_of_a_sector_costs_ratio(members):
    for member in members.values():
        assert all(change < 0.0 for change in member["solvency"]["per_point"].values())
        assert member["article_102"]["headroom"] > 0.0


def test_a_bad_year_leaves_less_than_a_mean_one(members):
    found = members["M8"]["solvency"]
    assert found["bad_year"]["change"]["value"] < found["years"][0]["change"]["value"] < 0.0


def test_a_combined_ratio_above_105_percent_raises_the_charge_by_its_k(answers):
    found = answers["capital"]["cross2"]
    (rated,) = found["by_combined_ratio"]["classes"].values()
    ratio = answers["pool"]["combined_ratio"]["value"]
    assert rated["combined_ratio"]["value"] == pytest.approx(ratio, rel=1e-9)
    assert rated["k1"] == (0.10 if ratio > 1.05 else 0.05 if ratio > 1.0 else 0.0)
    assert found["by_combined_ratio"]["charge"] > found["charge"]
