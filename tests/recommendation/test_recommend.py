"""Terms are chosen by declared criteria inside declared limits, and the choice is tried."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from coinsure.cli import main
from coinsure.decision.objective import CRITERIA, HardLimits
from coinsure.errors import ModelRefusedError, ScenarioError, UsageError
from coinsure.recommendation import Ranking, assess, compared, load_candidates, recommend
from coinsure.report import recommendation_dict, write_recommendation
from coinsure.scenario import StressError, load_scenario
from coinsure.study import run

SCENARIOS = Path(__file__).parents[2] / "scenarios"
MINIMAL = SCENARIOS / "minimal.toml"
OBJECTIVE = """
extends = "{base}"
[objective]
criteria = ["economic_profit", "lowest_return"]
source = "assumption"
[objective.limits]
{limits}
[objective.sensitivities.premium]
label = {{ zh = "保费", en = "Premiums" }}
keys = ["sectors.*.lines.*.premium"]
"""
CANDIDATE = """
label = {{ zh = "{name}", en = "{name}" }}
description = {{ zh = "{name}", en = "{name}" }}
{body}
"""
DEAR, CHEAP = "pool.management_rate = 0.05", "pool.management_rate = 0.0"


def written(folder, limits="", settings=None, **candidates):
    scenario = folder / "scenario.toml"
    scenario.write_text(OBJECTIVE.format(base=MINIMAL, limits=limits), encoding="utf-8")
    files = []
    for name, body in candidates.items():
        file = folder / f"{name}.toml"
        file.write_text(CANDIDATE.format(name=name, body=body), encoding="utf-8")
        files.append(file)
    few = {"simulation.paths": 6_000, "simulation.years": 1}
    return load_candidates(scenario, files, few | (settings or {}))


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("candidates")
    equal = '[pool.shares]\nkind = "equal"'
    return recommend(written(folder, cheap=CHEAP, dear=DEAR, equal=equal))


def test_the_lower_cost_is_taken_and_its_gain_is_exact(found):
    """1 % of a premium of 4,500 saved is 45 more of a result and 45 less of every deficit."""
    assert found.best.choice == ("cheap",)
    gap = compared(found.now, found.best, "economic_profit")
    assert gap.value == pytest.approx(45.0 + 0.09 * 45.0)
    assert gap.se == pytest.approx(0.0, abs=1e-6)


def test_alternatives_of_a_term_are_a_group_and_are_never_laid_on_together(found):
    assert found.candidates.groups == (("cheap", "dear"), ("equal",))
    assert all(not {"cheap", "dear"} <= {*one.choice} for one in found.tried)


def test_no_single_change_is_better(found):
    for group in range(len(found.candidates.groups)):
        for choice in found.candidates.neighbours(found.best.choice, group):
            other = next(one for one in found.tried if one.choice == choice)
            assert not found.ranking.better(found.best, other)


def test_a_choice_between_equals_stays_with_the_terms_as_they_are(tmp_path):
    same = "pool.management_rate = 0.01"
    assert recommend(written(tmp_path, same=same)).best.choice == ()


def test_runners_up_are_in_order_and_not_better(found):
    order = [found.best, *found.runners_up]
    for k, one in enumerate(order):
        assert not any(found.ranking.better(one, other) for other in order[k + 1 :])


def test_a_later_criterion_decides_only_where_the_first_does_not(found):
    ranking = Ranking(("uninsured", "economic_profit"))
    criterion, gap = ranking.decisive(found.now, found.best)
    assert criterion == "economic_profit"
    assert gap.value > 0.0
    assert ranking.decisive(found.now, found.now) is None


@pytest.mark.parametrize("criterion", CRITERIA)
def test_a_gap_is_the_difference_of_the_figures(found, criterion):
    for other in found.tried:
        gap = compared(found.now, other, criterion)
        figures = [one.figures[criterion].value for one in (found.now, other)]
        assert gap.value == pytest.approx(CRITERIA[criterion] * (figures[1] - figures[0]), abs=1e-6)


def test_a_gap_is_that_of_the_figures_where_later_years_differ_from_the_first(tmp_path):
    """A fund of deposits holds more every year, so that less stays unpaid in later ones."""
    fund = "[pool.guarantee_fund]\ncontribution_rate = 0.1\ntarget_of_premium = 1.0"
    candidates = written(
        tmp_path,
        settings={"simulation.years": 3, "members.M2.default_probability": 0.1},
        fund=fund,
        cheap=CHEAP,
    )
    now, *others = (
        assess(run(candidates.scenario(choice)), choice, HardLimits())
        for choice in ((), ("fund",), ("cheap",))
    )
    for other in others:
        for criterion, sign in CRITERIA.items():
            gap = compared(now, other, criterion)
            figures = [one.figures[criterion].value for one in (now, other)]
            assert gap.value == pytest.approx(sign * (figures[1] - figures[0]), rel=1e-9, abs=1e-9)
    saved = compared(now, others[0], "unpaid")
    assert saved.low > 0.0


def test_sensitivities_move_the_numbers_both_ways(found):
    assert [(one.name, one.factor) for one in found.varied] == [("premium", 0.8), ("premium", 1.2)]
    lower, higher = (one.best.figures["economic_profit"].value for one in found.varied)
    assert lower < found.best.figures["economic_profit"].value < higher


def test_fresh_losses_are_other_losses(found):
    assert found.fresh_seed == found.now.scenario.simulation.seed + 1
    assert found.fresh[0].choice == found.best.choice
    assert found.fresh[0].figures["capital"].value != found.best.figures["capital"].value
    assert found.confirmed


def test_the_last_seed_has_a_next_one(found):
    simulation = found.now.scenario.simulation
    assert simulation.model_copy(update={"seed": 2**63 - 1}).next_seed == 0


def test_recommended_premiums_are_those_of_the_recommended_terms(found):
    priced = found.best.summary["premium"]["pool"]
    at = found.premiums.found
    assert at.summary["pool"]["premium"] == pytest.approx(priced["recommended"])
    assert at.figures["economic_profit"].value > found.best.figures["economic_profit"].value


def test_a_choice_that_keeps_to_the_limits_goes_before_one_that_earns_more(tmp_path):
    """Without the treaty the pool earns more on average, and its ratio of profit breaks."""
    cheap_but_bare = 'remove = ["reinsurance.plant_per_risk"]'
    held = recommend(written(tmp_path, "probability_of_deficit = 0.99", bare=cheap_but_bare))
    assert held.best.admissible
    never = recommend(written(tmp_path, "probability_of_deficit = 0.0001", bare=cheap_but_bare))
    assert not never.best.admissible
    assert [one.name for one in never.best.broken] == ["probability_of_deficit"]
    values = [one.broken[0].value.value for one in never.tried]
    assert never.best.broken[0].value.value == min(values)


def test_a_treaty_that_costs_too_little_is_never_recommended(found):
    """Even where it mends more checks than it breaks: nobody will sell it."""
    ranking = Ranking(("economic_profit",))
    broken = replace(found.now, failed=("article_103", "article_103"))
    for price in ("treaty_price", "own_treaty_price"):
        cheap = replace(found.best, failed=(price,))
        assert not ranking.better(broken, cheap)
        assert ranking.better(cheap, broken)


def test_limits_of_members_name_the_member_that_is_nearest():
    study = run(load_scenario(MINIMAL, {"simulation.paths": 6_000, "simulation.years": 1}))
    limits = HardLimits(solvency_ratio=3.0, return_on_capital=-0.5, probability_unpaid=0.01)
    found = assess(study, (), limits)
    ratio = next(one for one in found.limits if one.name == "solvency_ratio")
    members = study.summary()["members"]
    assert ratio.value.value == min(m["solvency_ratio_after"] for m in members.values())
    assert ratio.excess == pytest.approx(3.0 - ratio.value.value)
    assert [one.name for one in found.broken] == ["solvency_ratio"]


def test_what_cannot_be_estimated_decides_nothing(tmp_path):
    candidates = written(tmp_path, cheap=CHEAP)
    few = load_candidates(candidates.path, [tmp_path / "cheap.toml"], {"simulation.paths": 100})
    with pytest.raises(ModelRefusedError, match=r"economic_profit: .*more paths"):
        recommend(few)


def test_a_scenario_without_an_objective_is_refused(tmp_path):
    written(tmp_path, cheap=CHEAP)
    with pytest.raises(UsageError, match=r"add \[objective\]"):
        recommend(load_candidates(MINIMAL, [tmp_path / "cheap.toml"]))


def test_a_candidate_of_the_same_name_and_one_that_does_not_fit_are_refused(tmp_path):
    written(tmp_path, cheap=CHEAP)
    file = tmp_path / "cheap.toml"
    with pytest.raises(ScenarioError, match="rename it"):
        load_candidates(MINIMAL, [file, file])
    file.write_text(CANDIDATE.format(name="x", body="[scale]\n'events.hail.x' = 2.0"), "utf-8")
    with pytest.raises(StressError, match="names nothing that is inherited"):
        load_candidates(MINIMAL, [file])


def test_the_folder_holds_page_data_and_tables_in_both_languages(found, tmp_path):
    write_recommendation(found, tmp_path / "out", "zh")
    write_recommendation(found, tmp_path / "out", "en")
    page = (tmp_path / "out" / "recommendation.html").read_text(encoding="utf-8")
    for text in ("建议改为", "Change to", "样本外检验", "Out of sample", "CNY"):
        assert text in page
    data = json.loads((tmp_path / "out" / "recommendation.json").read_text(encoding="utf-8"))
    assert data == json.loads(json.dumps(recommendation_dict(found)))
    assert data["recommended"]["choice"] == ["cheap"]
    assert (tmp_path / "out" / "tables" / "recommended_premium.csv").is_file()


def test_the_command_prints_the_advice_and_says_by_its_code_if_none_fits(
    tmp_path, capsys, monkeypatch
):
    written(tmp_path, "probability_of_deficit = 0.0001", cheap=CHEAP)
    few = ["--paths", "6000", "--set", "simulation.years=1"]
    scenario, cheap = str(tmp_path / "scenario.toml"), str(tmp_path / "cheap.toml")
    assert called(monkeypatch, scenario, cheap, *few, "--lang", "en") == 1
    assert "No choice keeps to all limits" in capsys.readouterr().out
    assert called(monkeypatch, scenario, *few) == 2
    assert "no files of candidates" in capsys.readouterr().err


def called(monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", ["coinsure", "recommend", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code
