"""Tables of the report as data frames."""

from pathlib import Path

import pytest

import coinsure as ci

SCENARIO = Path(__file__).parents[2] / "scenarios" / "minimal.toml"


def test_frames_hold_the_numbers_of_the_report():
    study = ci.run(ci.load_scenario(SCENARIO, {"simulation.paths": 4_096}))
    found = ci.frames(study)
    members = found["members"]
    assert len(members) == 2
    assert members["年保费 Premium (万元)"].sum() == pytest.approx(4_500.0)
    assert members["占保费 Of the premium (小数 fraction)"].tolist() == pytest.approx([0.6, 0.4])
