"""What a file may do to the file it extends."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coinsure.errors import ScenarioError
from coinsure.scenario import load_scenario

Write = Callable[[str, str], Path]

BASE = 'extends = "complete.toml"\n'


def test_keys_of_a_table_are_changed_one_by_one(written: Write):
    scenario = load_scenario(written("a.toml", BASE + "[sectors.air.lines.hull]\npremium = 600\n"))
    assert scenario.lines["air.hull"].premium == 600.0
    assert scenario.lines["air.hull"].risks == 1_000


def test_a_table_with_its_own_kind_replaces_the_inherited_one(written: Write):
    text = '[pool.shares]\nkind = "by_capital"\n'
    scenario = load_scenario(written("a.toml", BASE + text))
    assert scenario.resolved()["pool"]["shares"]["kind"] == "by_capital"
    assert "shares" not in scenario.resolved()["pool"]["shares"]


def test_a_table_without_a_kind_keeps_the_rest_of_the_inherited_one(written: Write):
    text = "[sectors.chips.lines.fab.components.small]\nseverity.alpha = 2.0\n"
    scenario = load_scenario(written("a.toml", BASE + text))
    severity = scenario.lines["chips.fab"].components["small"].severity
    assert (severity.kind, severity.minimum, severity.alpha) == ("pareto", 20.0, 2.0)


def test_a_replaced_treaty_keeps_its_place_and_a_new_one_goes_last(written: Write):
    text = """
        [reinsurance.new]
        kind = "quota_share"
        lines = ["chips"]
        share = 0.1
        [reinsurance.fab]
        kind = "quota_share"
        lines = ["chips"]
        share = 0.3
    """
    scenario = load_scenario(written("a.toml", BASE + text))
    assert list(scenario.reinsurance) == ["fab", "air", "new"]
    assert scenario.reinsurance["fab"].kind == "quota_share"


def test_remove_takes_a_table_out(written: Write):
    scenario = load_scenario(written("a.toml", BASE + 'remove = ["reinsurance.fab"]\n'))
    assert list(scenario.reinsurance) == ["air"]
    assert scenario.provenance.removed == ("reinsurance.fab",)


def test_remove_takes_a_pattern(written: Write):
    text = 'remove = ["sectors.*.lines.*.components.*.frequency.level"]\n'
    scenario = load_scenario(written("a.toml", BASE + text))
    assert scenario.lines["air.hull"].components["crash"].frequency.level is None


def test_what_is_removed_can_be_written_anew(written: Write):
    text = """
        remove = ["reinsurance", "reinsurance_support"]
        [reinsurance.only]
        kind = "quota_share"
        lines = ["air"]
        share = 0.5
    """
    assert list(load_scenario(written("a.toml", BASE + text)).reinsurance) == ["only"]


def test_scale_multiplies_what_is_inherited_and_is_recorded(written: Write):
    scenario = load_scenario(
        written("a.toml", BASE + '[scale]\n"sectors.*.lines.*.premium" = 0.5\n')
    )
    premiums = {name: line.premium for name, line in scenario.lines.items()}
    assert premiums == {"air.hull": 250.0, "chips.fab": 150.0}
    (scaled,) = scenario.provenance.scaled
    assert (scaled.pattern, scaled.factor) == ("sectors.*.lines.*.premium", 0.5)
    assert scaled.keys == ("sectors.air.lines.hull.premium", "sectors.chips.lines.fab.premium")


def test_scale_leaves_what_the_file_writes_itself(written: Write):
    text = """
        [scale]
        "sectors.*.lines.*.premium" = 0.5
        [sectors.air.lines.hull]
        premium = 700
    """
    scenario = load_scenario(written("a.toml", BASE + text))
    assert scenario.lines["air.hull"].premium == 700.0


def test_a_count_stays_whole_under_a_factor_that_allows_it(written: Write):
    scenario = load_scenario(
        written("a.toml", BASE + '[scale]\n"sectors.air.lines.hull.risks" = 0.5\n')
    )
    assert scenario.lines["air.hull"].risks == 500


def test_a_star_does_not_reach_over_a_dot(written: Write):
    with pytest.raises(ScenarioError, match="names nothing"):
        load_scenario(written("a.toml", BASE + '[scale]\n"sectors.*.premium" = 0.5\n'))


def test_scale_refuses_what_is_no_number(written: Write):
    with pytest.raises(ScenarioError, match=r"title is no number .*Test pool"):
        load_scenario(written("a.toml", BASE + '[scale]\n"title" = 2\n'))


@pytest.mark.parametrize("factor", ["0", "-1", "true", '"2"', "inf", "nan"])
def test_scale_refuses_what_is_no_factor(written: Write, factor: str):
    text = f'[scale]\n"pool.lead_fee.rate" = {factor}\n'
    with pytest.raises(ScenarioError, match="should be a factor above 0"):
        load_scenario(written("a.toml", BASE + text))


@pytest.mark.parametrize(
    "text", ['remove = "reinsurance.fab"', "remove = [1]", 'remove = ["a..b"]']
)
def test_remove_refuses_what_is_no_list_of_keys(written: Write, text: str):
    with pytest.raises(ScenarioError, match="remove"):
        load_scenario(written("a.toml", BASE + text))


def test_files_extend_each_other_over_folders(written: Write, tmp_path: Path):
    (tmp_path / "inner").mkdir()
    written("middle.toml", BASE + "simulation.seed = 8\n")
    path = written("inner/top.toml", 'extends = "../middle.toml"\nsimulation.years = 4\n')
    scenario = load_scenario(path)
    assert (scenario.simulation.seed, scenario.simulation.years) == (8, 4)
    names = [Path(file).name for file in scenario.provenance.files]
    assert names == ["complete.toml", "middle.toml", "top.toml"]


def test_a_chain_is_not_endless(written: Write):
    for number in range(10):
        written(f"{number}.toml", f'extends = "{number + 1}.toml"\n')
    with pytest.raises(ScenarioError, match="more than 8 files"):
        load_scenario(written("0.toml", 'extends = "1.toml"\n'))


def test_a_circle_over_two_files_is_found(written: Write):
    written("b.toml", 'extends = "a.toml"\n')
    with pytest.raises(ScenarioError, match=r"a.toml -> .*b.toml -> .*a.toml"):
        load_scenario(written("a.toml", 'extends = "b.toml"\n'))


@pytest.mark.parametrize("value", ["3", '""', '"a\\u0000b"', '["complete.toml"]'])
def test_extends_is_the_name_of_a_file(written: Write, value: str):
    with pytest.raises(ScenarioError, match="extends: should be the name of a file"):
        load_scenario(written("a.toml", f"extends = {value}\n"))
