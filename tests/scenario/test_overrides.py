"""Keys that are set from outside the files."""

from pathlib import Path

import pytest

from coinsure.errors import ScenarioError, UsageError
from coinsure.models.labels import Label
from coinsure.scenario import StressError, load_scenario, parse_override


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("simulation.paths=50_000", "simulation.paths", 50_000),
        ("pool.tax_rate = 0.2", "pool.tax_rate", 0.2),
        ("unit=万元", "unit", "万元"),
        ('pool.shares={kind="equal"}', "pool.shares", {"kind": "equal"}),
        ("limits.article_103=false", "limits.article_103", False),
        ('a."b.c".d=[1, 2]', 'a."b.c".d', [1, 2]),
        ("a.b=1e400", "a.b", float("inf")),
    ],
)
def test_values_are_read_as_toml(text: str, key: str, value: object):
    assert parse_override(text) == (key, value)


@pytest.mark.parametrize("text", ["simulation.paths", "=3", "a=[1, 2", "a=1\nb=2", 'a="x', "a="])
def test_what_cannot_be_read_is_refused(text: str):
    with pytest.raises(UsageError, match="--set"):
        parse_override(text)


def test_overrides_change_keys_and_are_recorded(complete: Path):
    overrides = {"simulation.paths": 50, "pool.lead_fee.rate": 0.03}
    scenario = load_scenario(complete, overrides)
    assert scenario.simulation.paths == 50
    assert scenario.pool.lead_fee.rate == 0.03
    assert scenario.overrides == (("simulation.paths", 50), ("pool.lead_fee.rate", 0.03))


def test_a_key_with_a_dot_stands_in_quotes(complete: Path):
    scenario = load_scenario(complete, {'events.storm.losses."air.hull".scale': 900})
    assert scenario.events["storm"].losses["air.hull"].scale == 900.0


def test_a_whole_table_can_be_set(complete: Path):
    scenario = load_scenario(complete, {"pool.shares": {"kind": "equal"}})
    assert scenario.pool.shares.kind == "equal"


def test_a_source_in_both_languages_and_one_text_take_each_others_place(
    complete: Path, tmp_path: Path
):
    both = tmp_path / "both.toml"
    both.write_text(
        f'extends = "{complete}"\n[pool]\nsource = {{ zh = "报告", en = "a report" }}\n',
        encoding="utf-8",
    )
    scenario = load_scenario(both)
    assert isinstance(scenario.pool.source, Label)
    assert (scenario.pool.source.zh, scenario.pool.source.en) == ("报告", "a report")
    assert load_scenario(both, {"pool.source": "a letter"}).pool.source == "a letter"


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"zh": "报告"}, "pool.source.en: is missing"),
        (3, "pool.source: should be text in quotes"),
        ("", "pool.source: must not be empty"),
    ],
)
def test_a_wrong_source_is_one_mistake(complete: Path, value: object, problem: str):
    with pytest.raises(ScenarioError) as refusal:
        load_scenario(complete, {"pool.source": value})
    (found,) = refusal.value.problems
    assert problem in str(found)


def test_a_key_that_no_file_has_can_be_set(complete: Path):
    assert load_scenario(complete, {"limits.max_unplaced": 0.2}).limits.max_unplaced == 0.2


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("simulation.path", ("unknown key", "'paths'")),
        ("reinsurance.fabb.retention", ("there is no 'fabb'", "did you mean 'fab'?")),
        ("sectors.chip.lines.fab.premium", ("there is no 'chip'", "'chips'")),
        (
            "sectors.chips.lines.fab.components.large.per_site",
            ("there is no 'large'", "small, fire"),
        ),
        ("members..lead", ("not a path of keys", "write it like")),
        ("members.A.lead.x", ("members.A.lead", "true or false")),
    ],
)
def test_a_wrong_key_is_refused_as_one_from_outside(
    complete: Path, key: str, words: tuple[str, ...]
):
    with pytest.raises(ScenarioError) as refusal:
        load_scenario(complete, {key: 1})
    (problem,) = refusal.value.problems
    assert problem.file == "--set"
    assert [word for word in words if word not in str(problem)] == []


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("reinsurance", {}, ("changes nothing", 'remove = ["reinsurance"]')),
        ("members.B.appetite", {}, ("changes nothing", 'remove = ["members.B.appetite"]')),
        ("remove", ["reinsurance.fab"], ("stands in a file", "extends")),
        ("extends", "henan.toml", ("stands in a file", "extends")),
        ("scale.unit", 2, ("stands in a file", "extends")),
    ],
)
def test_an_override_that_would_do_nothing_is_refused(
    complete: Path, key: str, value: object, words: tuple[str, ...]
):
    with pytest.raises(ScenarioError) as refusal:
        load_scenario(complete, {key: value})
    (problem,) = refusal.value.problems
    assert problem.file == "--set"
    assert [word for word in words if word not in str(problem)] == []


def test_an_empty_table_where_there_was_none_does_no_harm(complete: Path):
    assert load_scenario(complete, {"members.A.capacity": {}}).members["A"].capacity == {}


def test_all_wrong_overrides_are_named_at_once(complete: Path):
    with pytest.raises(ScenarioError) as refusal:
        load_scenario(complete, {"simulation.paths": 0, "reinsurance.x.limit": 1, "unit": "元"})
    keys = {problem.key for problem in refusal.value.problems}
    assert keys == {"simulation.paths", "reinsurance.x.limit", "unit"}


def test_a_stress_is_laid_on_what_the_overrides_made(complete: Path, tmp_path: Path):
    stress = tmp_path / "soft.toml"
    labels = 'label = { zh = "软", en = "Soft" }\ndescription = { zh = "低", en = "Low" }\n'
    stress.write_text(labels + '[scale]\n"sectors.*.lines.*.premium" = 0.5\n', encoding="utf-8")
    overrides = {"sectors.air.lines.hull.premium": 800}
    scenario = load_scenario(complete, overrides, stress=stress)
    assert scenario.lines["air.hull"].premium == 400.0
    assert scenario.provenance.stress is not None
    assert scenario.provenance.stress.label.zh == "软"
    assert scenario.title == "Test pool"


def test_a_stress_that_does_not_fit_is_told_from_a_scenario_that_is_wrong(
    complete: Path, scenarios: Path
):
    flood = scenarios / "stress" / "flood_year.toml"
    with pytest.raises(StressError) as refusal:
        load_scenario(complete, stress=flood)
    assert {problem.file for problem in refusal.value.problems} == {str(flood)}
    with pytest.raises(ScenarioError) as wrong:
        load_scenario(complete, {"simulation.paths": 0}, stress=flood)
    assert not isinstance(wrong.value, StressError)


def test_a_stress_says_what_it_is_and_extends_nothing(complete: Path, tmp_path: Path):
    stress = tmp_path / "bad.toml"
    stress.write_text('label = "soft"\nextends = "complete.toml"\n', encoding="utf-8")
    with pytest.raises(ScenarioError) as refusal:
        load_scenario(complete, stress=stress)
    assert [problem.key for problem in refusal.value.problems] == [
        "label",
        "description",
        "extends",
    ]
    assert {problem.file for problem in refusal.value.problems} == {str(stress)}
