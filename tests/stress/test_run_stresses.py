"""Stresses share the random numbers of the base, so what they change stands out."""

from pathlib import Path

import pytest

from coinsure.errors import UsageError
from coinsure.results.archive import save
from coinsure.scenario import load_scenario
from coinsure.stress import compare, run_stresses
from coinsure.study import run

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FEW = {"simulation.paths": 8_192, "simulation.years": 2}


@pytest.fixture(scope="module")
def table():
    shipped = sorted((SCENARIOS / "stress").glob("*.toml"))
    return run_stresses(SCENARIOS / "henan.toml", shipped, FEW)


def change(table, stress, row, measure="mean"):
    rows = table.comparisons[stress].rows
    return next(d.difference for d in rows if (d.row, d.measure) == (row, measure))


def test_every_shipped_stress_fits_the_henan_book(table):
    assert not table.unfit
    assert set(table.stressed) == {p.stem for p in (SCENARIOS / "stress").glob("*.toml")}


def test_a_certain_flood_costs_its_expected_loss(table):
    # 98 % of the years had none: (13,500 + 3,600) x mean intensity 1.2 / 5.2, times 1 - 0.02
    gap = change(table, "flood_year", "pool.gross")
    assert abs(gap.value - 0.98 * 17_100 * 1.2 / 5.2) < 4.0 * gap.se


def test_a_fire_of_the_2013_size_is_paid_up_to_the_site_limit_and_mostly_by_reinsurers(table):
    gross = change(table, "fab_fire_2013", "lines.ic.fab_property.gross").value
    assert gross == pytest.approx(200_000)
    kept = change(table, "fab_fire_2013", "lines.ic.fab_property.net").value
    assert kept == pytest.approx(10_000, rel=0.01)


def test_twice_the_accidents_leave_all_other_lines_alone(table):
    for line in load_scenario(SCENARIOS / "henan.toml").lines:
        gap = change(table, "uav_accidents_double", f"lines.{line}.gross")
        if line.startswith("low_altitude.uav"):
            assert gap.value > 10.0 * gap.se > 0.0
        else:
            assert (gap.value, gap.se) == (0.0, 0.0)


def test_a_soft_market_costs_premium_and_changes_no_loss(table):
    assert change(table, "soft_market", "pool.gross").value == 0.0
    premium = sum(line.premium for line in load_scenario(SCENARIOS / "henan.toml").lines.values())
    lost = change(table, "soft_market", "pool.deficit").value
    assert lost == pytest.approx(0.25 * premium * 0.69)


def test_when_the_lead_fails_the_insured_miss_its_share_of_the_claims(table):
    unpaid = change(table, "lead_fails", "shortfall.unpaid").value
    net = table.comparisons["lead_fails"]
    claims = next(d.base.value for d in net.rows if (d.row, d.measure) == ("pool.net", "mean"))
    assert unpaid == pytest.approx(0.30 * claims)


def test_paired_errors_are_smaller_than_unpaired_ones(table):
    rows = table.comparisons["uav_accidents_double"].rows
    tail = next(d for d in rows if (d.row, d.measure) == ("pool.gross", "tvar"))
    assert tail.difference.se < 0.5 * tail.base.se


def test_a_stress_of_what_a_scenario_lacks_is_named_and_left_out():
    found = run_stresses(
        SCENARIOS / "minimal.toml",
        [SCENARIOS / "stress" / "fab_fire_2013.toml"],
        {"simulation.paths": 1_000},
    )
    assert not found.stressed
    assert "fab" in found.unfit["fab_fire_2013"]


def test_a_saved_run_compares_like_the_run_itself(tmp_path, table):
    save(table.base.archive(), tmp_path)
    stressed = table.stressed["soft_market"]
    assert str(compare(tmp_path, stressed)) == str(compare(table.base, stressed))


def test_runs_in_different_units_are_not_compared():
    one = load_scenario(SCENARIOS / "minimal.toml", {"simulation.paths": 600})
    other = one.model_copy(update={"unit": "yuan"})
    with pytest.raises(UsageError, match="万元 and yuan"):
        compare(run(one), run(other))
