"""Exact means of lines, against numbers done by hand and against sampling."""

from pathlib import Path

import numpy as np
import pytest

from coinsure.models.severity import Uniform
from coinsure.models.terms import Terms
from coinsure.results.theory import expected_gross
from coinsure.scenario import load_scenario

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
