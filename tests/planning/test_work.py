"""How much a run draws is known, and said where it is much."""

import pytest

from coinsure.planning.work import long_run, losses_to_draw
from coinsure.scenario import load_scenario

FREQUENCY = "sectors.low_altitude.lines.uav_hull.components.accidents.frequency"


@pytest.fixture
def minimal(project):
    def load(**frequency):
        changed = {FREQUENCY: {"kind": "poisson", **frequency}, "simulation.paths": 1000}
        return load_scenario(project / "scenarios" / "minimal.toml", changed)

    return load


def test_losses_of_all_lines_in_pilot_and_run(minimal):
    scenario = minimal(per_risk=0.1)  # 3,000 machines; 60 plants at 0.06; 1,000 paths of 3 years
    assert losses_to_draw(scenario) == pytest.approx(303.6 * (12_288 + 3000))  # 8 whole cells
    assert long_run(scenario) == ""


def test_a_run_of_too_many_losses_says_so(minimal):
    assert "5e+10 losses" in long_run(minimal(mean=3_000_000.0))
