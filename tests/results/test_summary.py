"""The summary of the Henan book: complete, consistent, every sampled figure with its error."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from coinsure.results.methods import METHODS
from coinsure.scenario import load_scenario
from coinsure.study import run

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="module")
def study():
    return run(load_scenario(SCENARIOS / "henan.toml", {"simulation.paths": 16_384}))


@pytest.fixture(scope="module")
def answers(study):
    return study.summary()


def figures(node, path=""):
    if isinstance(node, dict):
        if "value" in node and ("se" in node or "reason" in node):
            yield path, node
            return
        for key, child in node.items():
            yield from figures(child, f"{path}.{key}")
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from figures(child, f"{path}[{number}]")


def test_it_is_plain_json_without_nan(answers):
    assert json.loads(json.dumps(answers, allow_nan=False)) == answers


def test_every_figure_has_an_error_and_an_interval_or_a_reason(answers):
    found = list(figures(answers))
    assert len(found) > 1_000
    for path, figure in found:
        if figure["value"] is None:
            assert figure["reason"], path
        else:
            assert figure["se"] >= 0.0, path
            assert figure["low"] <= figure["value"] <= figure["high"], path


def test_capital_of_sectors_and_lines_adds_up_to_the_pool(answers):
    capital = answers["capital"]
    whole = capital["pool"]["value"]
    sectors = sum(sector["allocated"]["value"] for sector in capital["sectors"].values())
    lines = sum(
        line["allocated"]["value"] for s in capital["lines"].values() for line in s.values()
    )
    assert sectors == pytest.approx(whole, rel=1e-9)
    assert lines == pytest.approx(whole, rel=1e-9)


def test_gross_less_recoveries_is_net(answers):
    recovered = answers["reinsurance"]["fab_per_risk"]["recovered"]["value"]
    gap = answers["pool"]["gross"]["mean"]["value"] - answers["pool"]["net"]["mean"]["value"]
    assert gap == pytest.approx(recovered, rel=1e-9)


def test_members_premiums_and_results_add_up_to_the_pool(answers):
    members = answers["members"].values()
    assert sum(m["premium"] for m in members) == pytest.approx(answers["pool"]["premium"])
    results = sum(m["result"]["mean"]["value"] for m in members)
    put_aside = sum(-s["net"]["value"] for s in answers["reserve"]["sectors"].values())
    pool = answers["pool"]["result"]["mean"]["value"]
    assert results + put_aside == pytest.approx(pool, rel=1e-9)


def test_the_specialist_insurer_binds_the_line_per_fab_site(answers):
    # Article 103: min over members of 10 % of capital and reserves / share; 0.8 / 4 % = 20 亿
    unit = next(u for u in answers["risk_units"].values() if "ic.fab_property" in u["covers"])
    assert unit["pool_line"] == pytest.approx(200_000)
    assert unit["binding_member"] == "M7"


def test_all_checks_of_the_shipped_book_pass(answers):
    assert [check for check in answers["checks"] if not check["passed"]] == []
    assert answers["passed"]
    names = {check["name"] for check in answers["checks"]}
    assert {
        "conservation",
        "mean_against_theory",
        "treaty_price",
        "article_102",
        "article_103",
    } <= names


def test_no_line_of_grade_c_is_cut_and_none_moves_more_than_allowed(answers):
    for sector in answers["premium"]["lines"].values():
        for line in sector.values():
            assert abs(line["change"]) <= 0.20 + 1e-12
            if line["data_grade"] == "C":
                assert line["change"] >= 0.0


def test_the_pool_is_priced_as_the_sum_of_its_lines(answers):
    lines = [line for sector in answers["premium"]["lines"].values() for line in sector.values()]
    pool = answers["premium"]["pool"]
    for key in ("co_tvar", "distortion", "cross2"):
        total = sum(line["technical"][key]["value"] for line in lines)
        assert pool["technical"][key]["value"] == pytest.approx(total, rel=1e-12)
    burden = pool["expected_loss"]
    assert burden["value"] == pytest.approx(
        sum(line["expected_loss"]["value"] for line in lines), rel=1e-9
    )
    assert burden["se"] < sum(line["expected_loss"]["se"] for line in lines)


def test_the_combined_ratio_of_the_pool_is_one_less_its_result_over_premium(answers):
    # all of the book is placed, so that it is the ratio of the premium table too
    pool = answers["pool"]
    ratio = pool["combined_ratio"]["value"]
    assert ratio == pytest.approx(1.0 - pool["result"]["mean"]["value"] / pool["premium"])
    assert answers["premium"]["pool"]["combined_ratio"]["current"]["value"] == pytest.approx(ratio)
    (found,) = (f for f in answers["verdict"] if f["code"] == "premium_adequacy")
    assert found["figures"]["combined_ratio"] == pool["combined_ratio"]


def test_combined_ratio_of_the_book_is_at_market_adequacy(answers):
    # claims 0.53 / 0.75, 30 % expenses, 1 % office: about 101 % before reinsurance
    ratio = answers["pool"]["loss_ratio"]["gross"]["mean"]["value"] + 0.31
    assert ratio == pytest.approx(1.01, abs=0.02)


def test_the_manifest_names_scenario_and_result(study):
    found = study.manifest()
    assert found["scenario_sha256"] == study.scenario.digest()
    assert found["result_sha256"] == study.results.digest()
    assert found["overrides"] == [["simulation.paths", "16384"]]
    assert load_scenario(SCENARIOS / "henan.toml").digest() != found["scenario_sha256"]


def test_solvency_ratio_of_the_stressed_insurer_falls_a_little_by_plain_addition(answers):
    member = answers["members"]["M8"]
    assert member["solvency_ratio_before"] == pytest.approx(1.25)
    assert 1.24 < member["solvency_ratio_after"] < 1.25


def test_technical_premiums_pay_levies_and_brokers_too():
    # all of the book is placed: both combined ratios are those of the same book
    changes = {"simulation.paths": 2_048, "pool.levy_rate": 0.06, "pool.brokerage_rate": 0.05}
    answers = run(load_scenario(SCENARIOS / "minimal.toml", changes)).summary()
    for sector, lines in answers["premium"]["lines"].items():
        for name, line in lines.items():
            ratio = answers["lines"][sector][name]["combined_ratio"]["value"]
            assert line["combined_ratio"]["current"]["value"] == pytest.approx(ratio, rel=1e-9)
            kept = 1.0 - 0.30 - 0.06 - 0.05 - 0.01
            charge = 0.09 * 2.0 * answers["capital"]["cross2"]["lines"][sector][name]
            office = (line["expected_loss"]["value"] + charge) / kept
            assert line["technical"]["cross2"]["value"] == pytest.approx(office, rel=1e-9)


def test_the_technical_premium_of_a_line_does_not_hang_on_how_much_of_it_is_placed():
    def technical(shares):
        changes = {"simulation.paths": 4_096, "pool.shares.shares": shares}
        answers = run(load_scenario(SCENARIOS / "minimal.toml", changes)).summary()
        lines = [line for s in answers["premium"]["lines"].values() for line in s.values()]
        return answers["capital"]["cross2"]["charge"], [line["technical"] for line in lines]

    charge, of_all = technical({"M1": 0.6, "M2": 0.4})
    half, of_half = technical({"M1": 0.3, "M2": 0.2})
    assert half == pytest.approx(0.5 * charge)
    assert of_half == of_all


def test_a_pool_without_a_single_claim_has_every_answer():
    none = {"kind": "fixed", "count": 0}
    changes = {
        "simulation.paths": 4_096,
        "events.flood.frequency": none,
        "sectors.low_altitude.lines.uav_hull.components.accidents.frequency": none,
        "sectors.materials.lines.plant_property.components.fires.frequency": none,
    }
    answers = run(load_scenario(SCENARIOS / "minimal.toml", changes)).summary()
    assert answers["passed"]
    assert answers["pool"]["gross"]["mean"]["value"] == 0.0
    # premium 4,500 less 30 % expenses, 1 % office and 500 of reinsurance, every year
    assert answers["pool"]["result"]["mean"]["value"] == pytest.approx(0.69 * 4_500 - 500)
    # the reinsurance premium of 500 is all there is to pay, and nothing about it is risky
    plant = answers["premium"]["lines"]["materials"]["plant_property"]["technical"]
    assert plant["distortion"]["value"] == pytest.approx(500 / 0.69)
    # rows that all cost the same are counted and not kept: whose the worst are is not known
    assert plant["co_tvar"]["value"] is None
    (found,) = (f for f in answers["verdict"] if f["code"] == "tail_driver")
    assert found["status"] == "warn"
    assert found["figures"]["line"] is None


def test_every_method_divides_its_whole_among_the_sectors(answers):
    found = answers["capital"]["methods"]
    assert set(found["divided"]) == set(METHODS)
    for name, divided in found["divided"].items():
        amounts = [sector["amount"]["value"] for sector in divided["sectors"].values()]
        fractions = [sector["fraction"]["value"] for sector in divided["sectors"].values()]
        assert sum(amounts) == pytest.approx(divided["whole"]["value"], rel=1e-9), name
        assert sum(fractions) == pytest.approx(1.0, rel=1e-9), name
        assert divided["whole"]["se"] > 0.0, name
    divided = found["divided"]
    mean, tvar = divided["expected_loss"]["whole"]["value"], divided["tvar"]["whole"]["value"]
    for name in METHODS[METHODS.index("proportional_hazard") :]:
        assert mean < divided[name]["whole"]["value"] < tvar


def test_more_capital_lasts_longer(answers):
    safety = sorted(answers["capital"]["safety"].values(), key=lambda found: found["capital"])
    for less, more in pairwise(safety):
        for key in ("probability_beyond", "policyholder_deficit"):
            assert more[key]["value"] < less[key]["value"]
        ruin = [found["horizon"]["probability_of_ruin"]["value"] for found in (less, more)]
        assert ruin[1] < ruin[0]
    for found in safety:  # a first year beyond the capital is ruin; later years come on top
        beyond = found["probability_beyond"]["value"]
        assert beyond < found["horizon"]["probability_of_ruin"]["value"]


def test_the_deficit_ratio_does_not_depend_on_how_much_of_a_book_is_placed(answers):
    """Members take 60 % of every loss and premium: the same ratio at 60 % of the capital."""
    shares = {"M1": 0.35, "M2": 0.25}
    partly = run(
        load_scenario(
            SCENARIOS / "henan.toml",
            {"simulation.paths": 16_384, "pool.full_placement": False}
            | {"pool.shares": {"kind": "fixed", "shares": shares}},
        )
    ).summary()
    found, whole = (one["capital"]["safety"]["economic"] for one in (partly, answers))
    assert found["capital"] == pytest.approx(0.6 * whole["capital"])
    deficit = whole["policyholder_deficit"]["value"]
    assert found["policyholder_deficit"]["value"] == pytest.approx(0.6 * deficit)
    assert found["deficit_ratio"]["value"] == pytest.approx(whole["deficit_ratio"]["value"])


def test_a_run_too_short_for_the_level_says_so():
    short = run(load_scenario(SCENARIOS / "minimal.toml", {"simulation.paths": 512}))
    divided = short.summary()["capital"]["methods"]["divided"]
    assert divided["expected_loss"]["whole"]["se"] > 0.0
    assert "rows lie beyond this level" in divided["shapley"]["whole"]["reason"]


def test_the_parts_of_a_recommended_premium_add_up_to_it(answers):
    parts = ("reinsurance", "expenses", "costs")
    sampled = ("claims", "discount", "tax", "profit")
    for line in answers["premium"]["makeup"].values():
        total = sum(line[part] for part in parts) + sum(line[part]["value"] for part in sampled)
        assert total == pytest.approx(line["premium"], rel=1e-9)
        assert line["discount"]["value"] == 0.0  # the shipped book is not discounted
        if line["tax"]["value"] > 0.0:
            assert line["tax"]["value"] == pytest.approx(line["profit"]["value"] / 3.0)  # 25 %


def test_combined_ratios_spread_around_their_mean_year_by_year(answers):
    found = answers["premium"]["combined_ratios"]["by_year"]
    for line, years in found["lines"].items():
        assert [year["year"] for year in years] == [1, 2, 3, 4, 5]
        for year in years:
            low, middle, high = (year["quantiles"][p]["value"] for p in ("0.5", "0.75", "0.95"))
            assert low <= middle <= high, line
    pool = found["pool"][0]
    loses = answers["pool"]["probability_of_deficit"]
    gap = pool["probability_above_1"]["value"] - loses["value"]
    assert abs(gap) < 4.0 * (pool["probability_above_1"]["se"] + loses["se"])
    mean = answers["premium"]["pool"]["combined_ratio"]["current"]
    assert abs(pool["mean"]["value"] - mean["value"]) < 4.0 * (pool["mean"]["se"] + mean["se"])


def test_the_least_premium_breaks_even_as_often_as_it_says(study, answers):
    minimum = answers["premium"]["minimum"]
    burden = study.results.sample.sum(axis=0).reshape(-1, 5).sum(axis=1)
    kept = (
        study.plan.layout.margin.sum()
        * minimum["horizon"]["pool"]["value"]
        / answers["pool"]["premium"]
    )
    assert (burden <= kept).mean() == pytest.approx(minimum["confidence"], abs=2e-4)


def test_the_need_of_chip_fabs_is_a_rate_or_a_retention(answers):
    fab = answers["premium"]["lines"]["ic"]["fab_property"]
    assert fab["need"]["premium"] == fab["band"][0] > fab["current"]
    if fab["need"]["affordable"] is not None:
        assert fab["need"]["affordable"] < fab["need"]["capital"]
