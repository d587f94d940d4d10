"""From gross to net: every treaty for the pool, and back to the lines that caused its flows."""

import pytest

from coinsure.scenario import load_scenario
from coinsure.study import run

TREATIES = {
    "reinsurance.stop": {
        "kind": "stop_loss",
        "basis": "loss_ratio",
        "lines": ["biomedicine", "low_altitude", "materials", "ic"],
        "retention": 1.2,
        "limit": 0.5,
        "premium": 400.0,
        "brokerage": 0.05,
        "priority": 9,
    },
    "reinsurance.drones": {
        "kind": "quota_share",
        "lines": ["low_altitude"],
        "share": 0.25,
        "sliding_commission": [
            {"loss_ratio": 0.4, "commission": 0.35},
            {"loss_ratio": 0.9, "commission": 0.2},
        ],
    },
    "reinsurance.flood": {
        "kind": "excess_of_loss",
        "basis": "event",
        "lines": ["materials", "ic.fab_property"],
        "retention": 2_000.0,
        "limit": 8_000.0,
        "reinstatements": [1.0],
        "premium": 300.0,
    },
    "reinsurance.trials": {
        "kind": "quota_share",
        "lines": ["biomedicine.clinical_trial_liability"],
        "share": 0.5,
        "commission": 0.3,
    },
}


@pytest.fixture(scope="module")
def answers(project):
    scenario = load_scenario(
        project / "scenarios" / "henan.toml",
        {"simulation.paths": 2_048, **TREATIES},
    )
    return run(scenario).summary()


@pytest.fixture(scope="module")
def treaties(answers):
    return answers["reinsurance"]


def value(raw):
    return raw["value"]


def test_treaties_come_in_the_order_in_which_they_are_applied(treaties):
    assert list(treaties) == ["fab_per_risk", "drones", "flood", "trials", "stop"]


def test_what_is_left_goes_down_from_gross_to_net(answers, treaties):
    left = value(answers["pool"]["gross"]["mean"])
    for treaty in treaties.values():
        left -= value(treaty["recovered"])
        assert value(treaty["left"]) == pytest.approx(left)
    assert value(answers["pool"]["net"]["mean"]) == pytest.approx(left)


@pytest.mark.parametrize("flow", ["premium", "recovered", "commission", "reinstatement"])
def test_lines_add_up_to_the_treaty_and_to_their_sectors(treaties, flow):
    for treaty in treaties.values():
        of_line = {
            line: row[flow] if flow == "premium" else value(row[flow])
            for line, row in treaty["by_line"].items()
        }
        whole = treaty[flow] if flow == "premium" else value(treaty[flow])
        assert sum(of_line.values()) == pytest.approx(whole, abs=1e-9)
        for sector, row in treaty["sectors"].items():
            inside = [one for line, one in of_line.items() if line.startswith(f"{sector}.")]
            assert len(inside) > 1
            found = row[flow] if flow == "premium" else value(row[flow])
            assert found == pytest.approx(sum(inside), abs=1e-9)


def test_what_a_line_pays_is_premium_and_reinstatement_less_commission_and_recoveries(treaties):
    for treaty in treaties.values():
        for row in (treaty, *treaty["by_line"].values(), *treaty["sectors"].values()):
            paid = row["premium"] + value(row["reinstatement"])
            received = value(row["commission"]) + value(row["recovered"])
            assert value(row["net_cost"]) == pytest.approx(paid - received, abs=1e-9)


def test_terms_without_losses_are_known_without_error(treaties):
    # 0.5 x 1350 is ceded at 30 % commission; of the stop-loss 5 % of 400 is the broker's
    trials = treaties["trials"]["by_line"]["biomedicine.clinical_trial_liability"]
    assert trials["premium"] == pytest.approx(675.0)
    assert trials["commission"] == pytest.approx(
        {"value": 202.5, "se": 0, "low": 202.5, "high": 202.5}
    )
    assert trials["net_cost"]["se"] == pytest.approx(trials["recovered"]["se"])
    assert value(treaties["stop"]["brokerage"]) == pytest.approx(20.0)
    assert treaties["drones"]["by_line"]["low_altitude.uav_hull"]["commission"]["se"] > 0.0


def test_the_loss_ratio_of_a_treaty_is_recoveries_over_premium(treaties):
    fab = treaties["fab_per_risk"]
    assert value(fab["loss_ratio"]) == pytest.approx(value(fab["recovered"]) / 1280.0)
    assert fab["loss_ratio"]["se"] == pytest.approx(fab["recovered"]["se"] / 1280.0)


def test_reinsurance_moves_the_combined_ratio_by_what_it_costs(answers, treaties):
    for sector, lines in answers["lines"].items():
        for name, line in lines.items():
            cost = sum(
                value(treaty["by_line"][f"{sector}.{name}"]["net_cost"])
                for treaty in treaties.values()
                if f"{sector}.{name}" in treaty["by_line"]
            )
            moved = value(line["combined_ratio"]) - value(line["combined_ratio_gross"])
            assert moved == pytest.approx(cost / line["premium"], abs=1e-9)


def test_the_combined_ratio_before_reinsurance_is_claims_expenses_and_the_office(answers):
    # 30 % expenses and 1 % office beside the loss ratio, whole lines placed
    for line in answers["lines"]["ic"].values():
        before = value(line["combined_ratio_gross"])
        assert before == pytest.approx(value(line["loss_ratio"]) + 0.31)


def test_the_combined_ratio_of_a_sector_before_reinsurance_is_that_of_its_lines(answers):
    for name, sector in answers["sectors"].items():
        lines = answers["lines"][name].values()
        parts = sum(value(line["combined_ratio_gross"]) * line["premium"] for line in lines)
        assert value(sector["combined_ratio_gross"]) == pytest.approx(parts / sector["premium"])


def test_a_treaty_that_costs_less_than_it_pays_fails_a_check(project, answers):
    (check,) = (
        one
        for one in answers["checks"]
        if (one["name"], one["subject"]) == ("treaty_price", "trials")
    )
    cost = answers["reinsurance"]["trials"]["net_cost"]
    assert check["limit"] == pytest.approx(-4.0 * cost["se"])
    assert check["passed"] == (value(cost) >= check["limit"])
    cheap = TREATIES["reinsurance.trials"] | {"commission": 0.95}
    few = {"simulation.paths": 2_048, "reinsurance.trials": cheap}
    found = run(load_scenario(project / "scenarios" / "henan.toml", few)).summary()
    (check,) = (
        one
        for one in found["checks"]
        if (one["name"], one["subject"]) == ("treaty_price", "trials")
    )
    assert not check["passed"]
    assert not found["passed"]
