"""What a run says of dependence between sectors, against the losses it drew."""

from pathlib import Path

import numpy as np
import pytest

from coinsure.scenario import Scenario, load_scenario
from coinsure.study import run, simulate

SCENARIOS = Path(__file__).parents[2] / "scenarios"
PATHS = 20_000


def linked(**dependence):
    """Return the small book with many losses in both sectors, which follow linked factors."""
    tables = load_scenario(SCENARIOS / "minimal.toml").resolved()
    tables["simulation"] |= {"paths": PATHS, "years": 2}
    tables["events"] = {}
    for sector, line in (("low_altitude", "uav_hull"), ("materials", "plant_property")):
        tables["sectors"][sector]["systemic"] = {"kind": "gamma", "shape": 2.0}
        tables["sectors"][sector]["lines"][line]["components"] = {
            "one": {
                "frequency": {"kind": "poisson", "mean": 200.0, "systemic": True},
                "severity": {"kind": "constant", "value": 1.0},
            }
        }
    if dependence:
        tables["dependence"] = dependence
    return Scenario.model_validate(tables)


@pytest.fixture(scope="module")
def scenario():
    pair = ["low_altitude", "materials", 0.5]
    return linked(kind="t", df=3.0, correlation=[pair], persistence=0.4)


@pytest.fixture(scope="module")
def found(scenario):
    return run(scenario).summary()["dependence"]


@pytest.fixture(scope="module")
def losses(scenario):
    """Return the gross losses of both sectors, (2, Y)."""
    annual = simulate(scenario).annual
    lines = list(scenario.lines)
    return np.array([annual[:, [i for i, n in enumerate(lines) if n.startswith(s)]].sum(axis=1)
                     for s in scenario.sectors])  # fmt: skip


def test_the_link_is_told_with_its_closed_forms(found):
    assert (found["kind"], found["df"], found["persistence"]) == ("t", 3.0, 0.4)
    assert found["repaired"] is False
    (pair,) = found["factors"]
    assert (pair["first"], pair["second"]) == ("low_altitude", "materials")
    assert (pair["stated"], pair["used"]) == (0.5, 0.5)
    # 2 t_4(-sqrt(4 x 0.5 / 1.5)) = 2 t_4(-1.1547), Student's distribution with 4 degrees
    assert pair["tail_dependence"] == pytest.approx(0.3125, abs=1e-4)


def test_the_linear_correlation_is_that_of_the_losses_drawn(found, losses):
    (pair,) = found["sectors"]
    x, y = losses
    assert pair["correlation"]["value"] == pytest.approx(np.corrcoef(x, y)[0, 1], abs=1e-9)
    zx, zy = ((z - z.mean()) / z.std() for z in losses)
    rho = np.mean(zx * zy)
    influence = (zx * zy - 0.5 * rho * (zx**2 + zy**2)).reshape(PATHS, 2).mean(axis=1)
    error = influence.std() / PATHS**0.5
    assert pair["correlation"]["se"] == pytest.approx(error, rel=0.3)


def test_how_often_both_are_bad_is_that_of_the_losses_drawn(found, losses):
    (pair,) = found["sectors"]
    for level in ("0.95", "0.99"):
        p = float(level)
        over = [x > np.sort(x)[round(p * x.size) - 1] for x in losses]
        count = np.mean([o.sum() for o in over])
        assert pair["both_beyond"][level]["value"] == pytest.approx(
            np.sum(over[0] & over[1]) / count
        )
    # far above the 1 % of independent sectors
    assert pair["both_beyond"]["0.99"]["low"] > 0.15


def test_independent_sectors_meet_by_chance_alone():
    found = run(linked()).summary()["dependence"]
    assert (found["kind"], found["factors"]) == (None, [])
    (pair,) = found["sectors"]
    assert pair["correlation"]["low"] <= 0.0 <= pair["correlation"]["high"]
    assert pair["both_beyond"]["0.95"]["low"] <= 0.05 <= pair["both_beyond"]["0.95"]["high"]


def test_years_that_differ_are_not_put_together(scenario, losses):
    growing = scenario.resolved()
    growing["development"] = {"exposure_growth": 4.0}
    found = run(Scenario.model_validate(growing)).summary()["dependence"]["sectors"][0]
    first = losses.reshape(2, PATHS, 2)[:, :, 0]
    assert found["correlation"]["value"] == pytest.approx(np.corrcoef(*first)[0, 1], abs=1e-9)
    assert 0.003 < found["correlation"]["se"] < 0.02


def test_what_was_repaired_is_told(scenario):
    tables = scenario.resolved()
    other = tables["sectors"]["materials"] | {"label": {"zh": "三", "en": "Third"}}
    tables["sectors"]["third"] = other
    tables["dependence"] = {
        "kind": "gaussian",
        "repair": True,
        "measure": "kendall",
        "correlation": [
            ["low_altitude", "materials", 0.9],
            ["materials", "third", 0.9],
            ["low_altitude", "third", -0.9],
        ],
    }
    tables["simulation"] |= {"paths": 2000, "years": 1}
    found = run(Scenario.model_validate(tables)).summary()["dependence"]
    assert found["repaired"] is True
    used = {(pair["first"], pair["second"]): pair["used"] for pair in found["factors"]}
    stated = [pair["stated"] for pair in found["factors"]]
    assert stated == [0.9, -0.9, 0.9]
    # the three are as good as each other: all move to a correlation of 0.5, tau 1/3
    assert [abs(tau) for tau in used.values()] == pytest.approx([1.0 / 3.0] * 3, abs=1e-6)
    assert len(found["sectors"]) == 3
    assert found["sectors"][0]["correlation"]["reason"].startswith("2000 paths fill 4 batches")
