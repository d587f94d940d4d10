"""What a run says of public money: the complete scenario, where caps decide what is paid."""

from pathlib import Path

import pytest

from coinsure.planning.make import make_plan
from coinsure.scenario import load_scenario
from coinsure.study import answer_block, run
from coinsure.tables.losses import Block

COMPLETE = Path(__file__).parents[1] / "scenario" / "complete.toml"
CERTAIN = ("start", "tower")


@pytest.fixture(scope="module")
def public():
    return run(load_scenario(COMPLETE, {"simulation.paths": 2_048})).summary()["public"]


def test_a_capped_subsidy_costs_its_cap_and_is_paid_as_late_as_it_is_owed(public):
    # 230 in years 1 and 2 of 3, each premium's part 15 months after it: three quarters of a year's
    # money in the next year, a quarter in the one after
    start = public["instruments"]["start"]
    fiscal = [year["mean"]["value"] for year in start["fiscal_years"]]
    assert fiscal == pytest.approx([0.0, 0.75 * 230.0, 0.25 * 230.0 + 0.75 * 230.0], abs=1e-6)
    assert start["horizon"]["mean"]["value"] == pytest.approx(460.0)
    assert start["horizon"]["paid_later"] == pytest.approx(0.25 * 230.0, abs=1e-6)
    assert start["probability_annual_cap"]["value"] == 1.0


def test_capped_support_costs_its_cap(public):
    # half of the fifth of more than 500 that is ceded is more than 25
    tower = public["instruments"]["tower"]
    assert [y["var"]["0.99"]["value"] for y in tower["fiscal_years"]] == [25.0, 25.0, 0.0]
    assert tower["horizon"]["largest"] == 50.0


@pytest.mark.parametrize("name", CERTAIN)
def test_what_is_known_before_anything_is_drawn_has_no_error(public, name):
    found = public["instruments"][name]
    figures = [found["mean"], found["probability"], found["horizon"]["mean"]]
    figures += [year["mean"] for year in found["fiscal_years"]]
    assert [figure["se"] for figure in figures] == [0.0] * len(figures)


def test_all_instruments_are_in_the_total(public):
    parts, total = public["instruments"].values(), public["total"]
    assert set(public["instruments"]) == {"province", *CERTAIN}
    for t, year in enumerate(total["fiscal_years"]):
        means = [part["fiscal_years"][t]["mean"]["value"] for part in parts]
        assert year["mean"]["value"] == pytest.approx(sum(means))
    horizon = [part["horizon"]["mean"]["value"] for part in parts]
    assert total["horizon"]["mean"]["value"] == pytest.approx(sum(horizon))
    assert total["horizon"]["largest"] >= 510.0
    assert total["mean"]["se"] > 0.0


def test_what_is_due_is_paid_in_the_horizon_or_later(public):
    for found in (*public["instruments"].values(), public["total"]):
        paid = sum(year["mean"]["value"] for year in found["fiscal_years"])
        later = found["horizon"]["paid_later"]
        assert paid + later == pytest.approx(found["horizon"]["mean"]["value"])


def test_a_fund_is_sized_for_the_probabilities_that_are_asked_for(public):
    sizes = public["total"]["fund_size"]
    assert list(sizes) == ["0.05", "0.02"]
    assert sizes["0.02"]["value"] >= sizes["0.05"]["value"] >= 510.0


def test_firms_that_join_are_told_with_what_they_cost(public):
    # 500 (1 - s)^-0.5 s = 230 at s = 0.3676
    brings = public["instruments"]["start"]["brings"]
    part = brings["take_up"]["air.hull"]["subsidised"] / 0.2
    s = 1.0 - part**-2.0
    assert 500.0 * part * s == pytest.approx(230.0)
    assert brings["firms_by_year"][0] == pytest.approx(1000.0 * (part - 1.0))
    assert brings["firms_by_year"][2] == 0.0
    assert brings["cover_per_yuan"] == pytest.approx(brings["cover"] / 460.0)


def test_a_fund_says_what_is_set_aside_for_it(public):
    # 50 at the start and 20 in each of the two years of the layer
    assert public["instruments"]["province"]["fund"]["set_aside"] == 90.0


def test_a_layer_without_a_fund_has_none_that_runs_dry():
    layer = {"public_layers.province.fund": None, "simulation.paths": 512}
    names = answer_block(make_plan(load_scenario(COMPLETE, layer)), Block(0, 512)).names
    assert "public.province.paid" in names
    assert not {"public.province.exhausted", "public.province.balance"} & set(names)
