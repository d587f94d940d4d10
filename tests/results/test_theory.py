"""Exact means of lines, against numbers done by hand and against sampling."""

import math
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate, stats

from coinsure.models.severity import Uniform
from coinsure.models.terms import Terms
from coinsure.results.theory import expected_by_year, expected_gross, least_errors
from coinsure.scenario import Scenario, load_scenario
from coinsure.study import run

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def expected(name, overrides=None):
    return expected_gross(load_scenario(SCENARIOS / f"{name}.toml", overrides))


def test_minimal_by_hand():
    found = expected("minimal")
    # 3,000 machines x 0.10 x half of 15 x 0.9
    assert found["low_altitude.uav_hull"] == pytest.approx(3000 * 0.10 * 7.5 * 0.9)
    # 60 plants x 0.06 x Pareto(50, 1.05) limited at 12,000, and a flood 0.02 x 13,500 x 1.2 / 5.2
    pareto = 50.0 * (1.0 + (1.0 - (12_000 / 50) ** -0.05) / 0.05)
    flood = 0.02 * 13_500 * 1.2 / 5.2
    assert found["materials.plant_property"] == pytest.approx(3.6 * pareto + flood)


def test_lines_of_the_henan_book_have_the_means_of_its_table():
    # Expected losses of the default book, 200,000 simulated years: each within 1 %.
    table = {
        "biomedicine.product_liability": 827,
        "biomedicine.rnd_expense": 504,
        "low_altitude.uav_hull": 2071,
        "low_altitude.uav_third_party": 173,
        "low_altitude.evtol": 308,
        "materials.first_batch": 1936,
        "materials.plant_property": 1105,
        "ic.fab_property": 1480,
        "ic.tape_out": 808,
        "ic.chip_liability": 254,
    }
    found = expected("henan")
    for line, mean in table.items():
        assert found[line] == pytest.approx(mean, rel=0.01), line


def test_an_aggregate_has_no_exact_mean():
    assert expected("henan")["biomedicine.clinical_trial_liability"] is None


def test_a_known_event_is_spread_over_the_horizon():
    quiet = expected("minimal", {"events.flood.frequency": {"kind": "fixed", "count": 0}})
    once = expected(
        "minimal", {"events.flood.frequency": {"kind": "fixed", "count": 1, "years": [1]}}
    )
    gap = once["materials.plant_property"] - quiet["materials.plant_property"]
    assert gap == pytest.approx(13_500 * 1.2 / 5.2 / 3)


def test_terms_of_a_leg_hold_for_each_of_its_risks():
    leg = {
        "kind": "severity",
        "severity": {"kind": "uniform", "low": 0.0, "high": 900.0},
        "risks": 3,
        "terms": {"deductible": 50.0, "limit": 150.0, "participation": 0.5},
    }
    without = {"events.flood.frequency": {"kind": "fixed", "count": 0}}
    event = {
        "events.quake": {
            "label": {"zh": "地震", "en": "Quake"},
            "frequency": {"kind": "fixed", "count": 1},
            "losses": {"materials.plant_property": leg},
            "source": "test",
        }
    }
    with_leg = expected("minimal", {**without, **event})["materials.plant_property"]
    gap = with_leg - expected("minimal", without)["materials.plant_property"]
    sample = Uniform(low=0.0, high=900.0).quantile((np.arange(100_000) + 0.5) / 100_000)
    paid = 3 * Terms(deductible=50.0, limit=150.0, participation=0.5).payment(sample / 3)
    assert gap == pytest.approx(paid.mean(), rel=1e-4)


def by_year(overrides):
    return expected_by_year(load_scenario(SCENARIOS / "minimal.toml", overrides))


def test_every_year_has_its_exposure_trend_and_inflation_by_hand():
    hull = "sectors.low_altitude.lines.uav_hull"
    found = by_year(
        {
            "events.flood.frequency_trend": 0.5,
            f"{hull}.development": {"exposure_growth": 0.1, "claims_inflation": [0.2, 0.0]},
            "sectors.materials.lines.plant_property.development": {
                "exposure_growth": 1.0,
                "frequency_trend": -0.5,
                "claims_inflation": 0.2,
                "index_terms": True,
            },
        }
    )
    hulls = 3000 * 0.10 * 7.5 * 0.9
    assert found["low_altitude.uav_hull"] == pytest.approx(
        [hulls, hulls * 1.1 * 1.2, hulls * 1.21 * 1.2]
    )
    # twice the plants, each half as often: as many losses, but twice the flood, 1.5 x as often
    pareto = 3.6 * 50.0 * (1.0 + (1.0 - (12_000 / 50) ** -0.05) / 0.05)
    flood = 0.02 * 13_500 * 1.2 / 5.2
    assert found["materials.plant_property"] == pytest.approx(
        [1.2**t * (pareto + flood * 3.0**t) for t in range(3)]
    )


def test_terms_that_are_not_indexed_cut_more_of_inflated_losses():
    plant = "sectors.materials.lines.plant_property"
    found = by_year({f"{plant}.development": {"claims_inflation": 0.5}})
    inflated = [1.5**t * 50.0 for t in range(3)]
    flood = 0.02 * 13_500 * 1.2 / 5.2
    assert found["materials.plant_property"] == pytest.approx(
        [
            3.6 * low * (1.0 + (1.0 - (12_000 / low) ** -0.05) / 0.05) + flood * 1.5**t
            for t, low in enumerate(inflated)
        ]
    )


def test_alternatives_are_weighted_and_left_out_where_parameters_are_certain():
    component = "sectors.low_altitude.lines.uav_hull.components.accidents"
    overrides = {
        f"{component}.alternatives": [
            {"weight": 0.25, "severity": {"kind": "constant", "value": 2.0}}
        ]
    }
    found = expected("minimal", overrides)["low_altitude.uav_hull"]
    assert found == pytest.approx(3000 * 0.10 * (0.75 * 7.5 + 0.25 * 2.0) * 0.9)
    overrides["simulation.parameter_uncertainty"] = False
    certain = expected("minimal", overrides)["low_altitude.uav_hull"]
    assert certain == pytest.approx(3000 * 0.10 * 7.5 * 0.9)


def test_a_level_of_sizes_is_averaged_over_what_the_terms_leave():
    component = "sectors.low_altitude.lines.uav_hull.components.accidents"
    overrides = {
        f"{component}.severity": {"kind": "constant", "value": 10.0},
        f"{component}.severity_level": {"cv": 0.5},
        f"{component}.terms": {"deductible": 4.0, "limit": 8.0},
    }
    found = expected("minimal", overrides)["low_altitude.uav_hull"]
    sigma = np.sqrt(np.log(1.25))
    factor = stats.lognorm(sigma, scale=np.exp(-0.5 * sigma**2))
    paid = 10.0 * integrate.quad(factor.sf, 0.4, 1.2)[0]
    assert found == pytest.approx(300 * paid, rel=1e-3)


FIRE = {"kind": "uniform", "low": 0.0, "high": 900.0}


def plant(sector, **component):
    """Return a scenario with a line that has one kind of loss, and a factor of its sector."""
    part = {"frequency": {"kind": "poisson", "mean": 2.0}, "severity": FIRE, **component}
    base = load_scenario(SCENARIOS / "minimal.toml").resolved()
    base["sectors"]["materials"]["lines"]["plant_property"]["components"] = {"fire": part}
    base["sectors"]["materials"]["systemic_severity"] = sector
    base["events"] = {}
    return base


def test_a_yearly_factor_on_losses_counts_before_the_terms():
    terms = {"deductible": 300.0, "limit": 500.0, "participation": 0.5}
    tables = plant({"kind": "gamma", "cv": 0.5}, terms=terms, systemic_severity=True)
    found = expected_gross(Scenario.model_validate(tables))["materials.plant_property"]

    def paid(factor: float) -> float:
        x = factor * 900.0 * (np.arange(3000) + 0.5) / 3000
        return float(np.mean(np.clip(x - 300.0, 0.0, 500.0)))

    gamma = stats.gamma(4.0, scale=0.25)
    mean = integrate.quad(lambda f: paid(f) * gamma.pdf(f), 0.0, 8.0, limit=200)[0]
    assert found == pytest.approx(2.0 * 0.5 * mean, rel=1e-5)


def test_a_factor_and_a_level_are_both_counted():
    terms = {"deductible": 300.0}
    both = plant(
        {"kind": "lognormal", "cv": 0.3},
        terms=terms,
        systemic_severity=True,
        severity_level={"cv": 0.4},
    )
    # two lognormal factors make one, 1 + cv^2 multiplying
    cv = (1.09 * 1.16 - 1.0) ** 0.5
    one = plant({"kind": "lognormal", "cv": cv}, terms=terms, systemic_severity=True)
    first, second = (
        expected_gross(Scenario.model_validate(tables))["materials.plant_property"]
        for tables in (both, one)
    )
    assert first == pytest.approx(second, rel=1e-4)


@pytest.mark.parametrize(("rho", "known"), [(0.3, False), (0.0, True)])
def test_losses_that_grow_with_their_number_have_no_product_of_means(rho, known):
    tables = plant(
        {"kind": "gamma", "cv": 0.5},
        systemic_severity=True,
        frequency={"kind": "poisson", "mean": 2.0, "systemic": True},
    )
    tables["sectors"]["materials"]["systemic"] = {"kind": "gamma", "shape": 4.0}
    pair = ["materials", "materials:severity", rho]
    tables["dependence"] = {"kind": "gaussian", "correlation": [pair]}
    found = expected_gross(Scenario.model_validate(tables))["materials.plant_property"]
    assert (found == pytest.approx(2.0 * 450.0, rel=1e-6)) if known else found is None


RARE = {
    "sectors.materials.lines.plant_property.components.meteor": {
        "frequency": {"kind": "poisson", "mean": 1e-5},
        "severity": {"kind": "constant", "value": 1e8},
        "terms": {"participation": 0.5},
    },
    "simulation.paths": 2_500,
}


def test_the_least_error_of_a_mean_by_hand():
    found = least_errors(load_scenario(SCENARIOS / "minimal.toml", RARE))
    # sums of Poisson numbers of losses, over 2,500 paths of 3 years: the root of rate x size^2
    assert found["low_altitude.uav_hull"] == pytest.approx(math.sqrt(300 / 7_500) * 7.5 * 0.9)
    pareto = 3.6 * (50.0 * (1.0 + (1.0 - (12_000 / 50) ** -0.05) / 0.05)) ** 2
    flood = 0.02 * (13_500 * 1.2 / 5.2) ** 2
    meteor = 1e-5 * 5e7**2
    plants = math.sqrt((pareto + flood + meteor) / 7_500)
    assert found["materials.plant_property"] == pytest.approx(plants)


def test_known_numbers_of_losses_have_no_error():
    lines = least_errors(load_scenario(SCENARIOS / "henan_launch_year.toml"))
    assert "biomedicine.clinical_trial_liability" not in lines  # an aggregate: no exact mean
    known = {"events.flood.frequency": {"kind": "fixed", "count": 1}}
    some = least_errors(load_scenario(SCENARIOS / "minimal.toml", known))
    paths = 20_000 * 3
    pareto = 50.0 * (1.0 + (1.0 - (12_000 / 50) ** -0.05) / 0.05)
    assert some["materials.plant_property"] == pytest.approx(math.sqrt(3.6 / paths) * pareto)


def test_a_run_too_short_for_the_rarest_losses_is_not_called_wrong():
    answers = run(load_scenario(SCENARIOS / "minimal.toml", RARE)).summary()
    gross = answers["lines"]["materials"]["plant_property"]["gross"]["mean"]
    # 1,100 a year of fires and floods, and 500 of a loss in 100,000 years that was not seen
    assert gross["value"] + 10 * gross["se"] < 1_100 + 500
    (check,) = (
        check
        for check in answers["checks"]
        if (check["name"], check["subject"]) == ("mean_against_theory", "materials.plant_property")
    )
    assert check["passed"]
    assert abs(check["figure"]) < 0.5
