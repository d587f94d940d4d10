"""Chance and uncertain parameters, told apart by what two years of a path have in common."""

from pathlib import Path

import numpy as np
import pytest

from coinsure.arrays import CELL
from coinsure.results.variance import variance
from coinsure.scenario import load_scenario
from coinsure.study import run
from coinsure.tables.variation import variation_of_rows, variation_of_sheet

SCENARIO = Path(__file__).parents[2] / "scenarios" / "minimal.toml"
HULL = "sectors.low_altitude.lines.uav_hull"


def two_way(paths: int, years: int, parameter: float, seed: int = 3) -> np.ndarray:
    """Normal rows (1, T, P): a level of each path, and chance of variance 1."""
    random = np.random.default_rng(seed)
    level = np.sqrt(parameter) * random.standard_normal(paths)
    return (5.0 + level + random.standard_normal((years, paths)))[None]


@pytest.mark.parametrize("years", [2, 5])
@pytest.mark.parametrize("parameter", [0.0, 0.5])
def test_the_covariance_of_years_is_the_variance_of_the_level(years, parameter):
    found = variance(variation_of_rows(("x",), two_way(40_000, years, parameter)), "x")
    for estimate, exact in (
        (found.total, 1.0 + parameter),
        (found.process, 1.0),
        (found.parameter, parameter),
        (found.parameter_share, parameter / (1.0 + parameter)),
    ):
        assert 0.0 < estimate.se < 0.03
        assert abs(estimate.value - exact) < 4.0 * estimate.se


def test_it_is_the_plain_covariance():
    rows = two_way(9 * CELL + 100, 2, 0.5)
    covariance = np.cov(rows[0], bias=True)
    found = variance(variation_of_rows(("x",), rows), "x")
    assert found.parameter.value == pytest.approx(covariance[0, 1])
    assert found.total.value == pytest.approx(np.trace(covariance) / 2.0)
    assert found.process.value == pytest.approx(np.trace(covariance) / 2.0 - covariance[0, 1])


def test_errors_are_those_of_repeated_runs():
    found = [
        variance(variation_of_rows(("x",), two_way(9 * CELL, 3, 0.3, seed)), "x")
        for seed in range(200)
    ]
    for part in ("total", "process", "parameter", "parameter_share"):
        values = np.array([getattr(one, part).value for one in found])
        errors = np.array([getattr(one, part).se for one in found])
        assert np.sqrt(np.mean(errors**2)) == pytest.approx(values.std(), rel=0.2)


def test_few_paths_tell_nothing():
    found = variance(variation_of_rows(("x",), two_way(1000, 2, 0.5)), "x")
    assert found.parameter.value is None
    assert "1000 paths fill 2 batches" in found.parameter.reason


UNCERTAIN = {
    "simulation.paths": 16_384,
    "simulation.seed": 4,
    f"{HULL}.components.accidents.frequency.level": {"cv": 0.25},
    f"{HULL}.components.accidents.frequency.per_risk": 0.02,
}
# 60 losses of 7.5 x 0.9 each, and a level of cv 0.25
HULL_MEAN = 60 * 6.75


def divided(overrides):
    summary = run(load_scenario(SCENARIO, UNCERTAIN | overrides)).summary()
    lines = summary["uncertainty"]["lines"]
    return lines["low_altitude"]["uav_hull"]["gross"], summary


def assert_parameter(found, exact):
    parameter = found["parameter"]
    assert parameter["se"] < 0.1 * exact
    assert abs(parameter["value"] - exact) < 4.0 * parameter["se"]


def test_a_level_makes_the_variance_that_its_cv_says():
    found, summary = divided({})
    assert_parameter(found, (0.25 * HULL_MEAN) ** 2)
    total = found["total"]["value"]
    assert found["process"]["value"] + found["parameter"]["value"] == pytest.approx(total)
    plant = summary["uncertainty"]["lines"]["materials"]["plant_property"]["gross"]
    assert abs(plant["parameter"]["value"]) < 4.0 * plant["parameter"]["se"]


@pytest.mark.parametrize(
    "years",
    [
        {"simulation.years": 1},
        {f"{HULL}.development": {"exposure_growth": 1.0}},
        {
            "sectors.low_altitude.systemic": {"kind": "gamma", "shape": 4.0},
            f"{HULL}.components.accidents.frequency.systemic": True,
            "dependence": {"kind": "gaussian", "persistence": 0.9},
        },
    ],
    ids=["one year", "growing years", "years that linger"],
)
def test_twin_years_tell_what_the_years_of_the_run_do_not(years):
    found, _ = divided(years)
    assert_parameter(found, (0.25 * HULL_MEAN) ** 2)


def test_an_uncertain_size_makes_variance_too():
    accidents = f"{HULL}.components.accidents"
    found, _ = divided(
        {
            f"{accidents}.frequency": {"kind": "poisson", "per_risk": 0.02},
            f"{accidents}.severity_level": {"cv": 0.2},
        }
    )
    assert_parameter(found, (0.2 * HULL_MEAN) ** 2)


def test_alternatives_make_the_variance_of_their_means():
    accidents = f"{HULL}.components.accidents"
    found, _ = divided(
        {
            f"{accidents}.frequency": {"kind": "poisson", "per_risk": 0.02},
            f"{accidents}.alternatives": [
                {"weight": 0.5, "severity": {"kind": "constant", "value": 11.5}}
            ],
        }
    )
    # means of 60 x 0.9 x 7.5 and 60 x 0.9 x 11.5, each with probability 1/2
    assert_parameter(found, (60 * 0.9 * 2.0) ** 2)


def test_with_certain_parameters_all_is_chance():
    found, summary = divided({"simulation.parameter_uncertainty": False})
    assert summary["uncertainty"]["parameters_uncertain"] is False
    assert found["parameter"] == {"value": 0.0, "se": 0.0, "low": 0.0, "high": 0.0}
    assert found["process"] == found["total"]


def test_a_run_knows_its_variation_from_its_own_years():
    study = run(load_scenario(SCENARIO, UNCERTAIN | {"simulation.paths": 5 * CELL + 7}))
    own = variation_of_sheet(study.results.annual, study.asked.annual, study.plan.paths)
    assert np.array_equal(own.products, study.variation.products)
    k = own.names.index("pool.gross")
    both = study.results.annual.products[:, :, k].sum()
    assert both == pytest.approx(study.results.annual.path[k])
