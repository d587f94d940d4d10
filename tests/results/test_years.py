"""Years of different exposure are never put together: figures of a year are those of year 1."""

from pathlib import Path

import numpy as np
import pytest

from coinsure.arrays import LEVELS
from coinsure.results.estimates import annual
from coinsure.scenario import load_scenario
from coinsure.study import run, simulate

SCENARIO = Path(__file__).parents[2] / "scenarios" / "minimal.toml"
GROWING = {
    "simulation.paths": 8192,
    "development": {
        "exposure_growth": 0.5,
        "frequency_trend": 0.1,
        "claims_inflation": [0.2, 0.0],
        "rate_change": -0.1,
    },
}


@pytest.fixture(scope="module")
def study():
    return run(load_scenario(SCENARIO, GROWING))


@pytest.fixture(scope="module")
def summary(study):
    return study.summary()


@pytest.fixture(scope="module")
def single():
    """The same scenario with year 1 alone."""
    return run(load_scenario(SCENARIO, GROWING | {"simulation.years": 1})).summary()


def test_premium_follows_exposure_and_rate(summary):
    assert summary["pool"]["premium"] == 4500.0
    assert summary["pool"]["premium_by_year"] == pytest.approx([4500.0, 6075.0, 8201.25])


def test_a_year_is_year_one(summary):
    assert summary["scenario"]["years_alike"] is False
    pool = [summary["pool"][kind] for kind in ("gross", "net", "deficit")]
    sectors = [sector["gross"] for sector in summary["sectors"].values()]
    lines = [line["net"] for of in summary["lines"].values() for line in of.values()]
    members = [member["deficit"] for member in summary["members"].values()]
    for found in [*pool, *sectors, *lines, *members]:
        first = found["by_year"][0]
        assert all(found[key] == first[key] for key in ("mean", "var", "tvar"))
        assert found["by_year"][2]["mean"]["value"] > first["mean"]["value"]


def test_figures_do_not_know_of_later_years(summary, single):
    for part in ("pool", "sectors", "lines", "premium", "capital", "reinsurance"):
        assert_same(summary[part], single[part], part)


def assert_same(found, want, place):
    """Compare figures, of which those by year and over the horizon have no counterpart."""
    if isinstance(want, dict):
        for key in want.keys() - {"horizon", "premium_by_year", "by_year"}:
            assert_same(found[key], want[key], f"{place}.{key}")
    elif isinstance(want, list):
        for number, (one, other) in enumerate(zip(found, want, strict=True)):
            assert_same(one, other, f"{place}.{number}")
    elif isinstance(want, float) and not isinstance(found, int):
        assert found == pytest.approx(want, rel=1e-9, abs=1e-9), place
    else:
        assert found == want, place


def test_every_line_has_its_mean_over_all_years(summary):
    checks = [check for check in summary["checks"] if check["name"] == "mean_against_theory"]
    assert len(checks) == 2
    assert all(check["passed"] for check in checks)


def test_estimates_of_unlike_years_are_those_of_year_one(study):
    rows = annual(study.results, study.asked.annual, alike=False)
    pooled = annual(study.results, study.asked.annual)
    gross = simulate(study.scenario).by_line.sum(axis=0)
    assert rows.mean("pool.gross").value == pytest.approx(gross[0].mean())
    assert rows.sd("pool.gross") == pytest.approx(gross[0].std())
    assert rows.mean_over_years("pool.gross").value == pytest.approx(gross.mean())
    assert pooled.mean("pool.gross").value == pytest.approx(gross.mean())
    rank = 8110  # of 8,192 values the 8,111th: the first with at most 1 % beyond it
    assert rows.tail("pool.gross").value_at_risk(0.99).value == np.sort(gross[0])[rank]
    assert rows.tail("pool.gross", 2).value_at_risk(0.99).value == np.sort(gross[2])[rank]


def test_years_that_are_alike_are_put_together():
    overrides = {"simulation.paths": 2048, "development": {"exposure_growth": [0.0, 0.0]}}
    summary = run(load_scenario(SCENARIO, overrides)).summary()
    gross = summary["pool"]["gross"]
    assert summary["scenario"]["years_alike"] is True
    assert gross["mean"]["value"] == pytest.approx(
        np.mean([year["mean"]["value"] for year in gross["by_year"]])
    )
    assert all(gross["var"][str(p)] != gross["by_year"][0]["var"][str(p)] for p in LEVELS[:2])
