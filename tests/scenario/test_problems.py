"""All problems of a scenario at once, each with the file that made it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coinsure.errors import ModelRefusedError, ScenarioError, StorageError
from coinsure.scenario import load_scenario

Write = Callable[[str, str], Path]


def problems(path: Path) -> dict[str, str]:
    """Key -> name of the file, of every problem."""
    with pytest.raises(ScenarioError) as refusal:
        load_scenario(path)
    return {problem.key: Path(problem.file).name for problem in refusal.value.problems}


def test_field_errors_and_checks_between_tables_are_reported_together(written: Write):
    text = """
        extends = "complete.toml"
        unit = "元"
        [sectors.air.lines.hull]
        premium = -1
        data_grad = "A"
        [members.B]
        lead = true
        fails_in_year = 9
        [pool.shares.shares]
        A = 0.7
        [reinsurance.fab]
        lines = ["chips.fabs"]
        [events.storm.losses]
        "air.hulls" = { kind = "intensity", scale = 1 }
        [sectors.chips.lines.fab]
        risks = 3
    """
    assert set(problems(written("a.toml", text))) == {
        "unit",
        "sectors.air.lines.hull.premium",
        "sectors.air.lines.hull.data_grad",
        "members",
        "members.B.fails_in_year",
        "pool.shares.shares",
        "reinsurance.fab.lines",
        'events.storm.losses."air.hulls"',
        "sectors.chips.lines.fab.sites",
    }


def test_a_line_with_a_wrong_field_still_has_its_name(written: Write):
    # events, treaties and risk units refer to chips.fab, which is right although chips.fab is not
    text = 'extends = "complete.toml"\n[sectors.chips.lines.fab]\npremium = -1\n'
    assert set(problems(written("a.toml", text))) == {"sectors.chips.lines.fab.premium"}


def test_every_file_of_a_chain_answers_for_its_own_keys(written: Write):
    written("base.toml", 'extends = "complete.toml"\n[members.A]\nactual_capital = -1\n')
    text = """
        extends = "base.toml"
        [members.A]
        minimum_capital = -1
        [members.C]
        lead = "no"
        paid_in_capital_and_reserves = 1
        actual_capital = 1
    """
    assert problems(written("top.toml", text)) == {
        "members.A.actual_capital": "base.toml",
        "members.A.minimum_capital": "top.toml",
        "members.C.lead": "top.toml",
        "members.C.minimum_capital": "top.toml",
    }


def test_a_key_missing_in_the_lowest_file_is_its_mistake(written: Write, complete: Path):
    text = complete.read_text(encoding="utf-8").replace("minimum_capital = 60_000\n", "")
    written("base.toml", text)
    path = written("top.toml", 'extends = "base.toml"\n[members.B]\nactual_capital = 1\n')
    assert problems(path) == {"members.B.minimum_capital": "base.toml"}


def test_shares_that_do_not_add_up_are_the_mistake_of_the_last_file_that_set_one(written: Write):
    written("base.toml", 'extends = "complete.toml"\n[pool]\nmanagement_rate = 0.02\n')
    path = written("top.toml", 'extends = "base.toml"\n[pool.shares.shares]\nA = 0.7\n')
    assert problems(path) == {"pool.shares.shares": "top.toml"}


def test_a_list_that_is_too_long_is_said_in_plain_words(complete: Path):
    with pytest.raises(ScenarioError) as refusal:
        load_scenario(complete, {"dependence.correlation": [["air", "chips", 0.1, 3]]})
    assert 'dependence.correlation.0: must have at most 3 entries (found ["air", "chips"' in str(
        refusal.value
    )


def test_a_tag_of_a_union_never_gets_into_a_key(written: Write):
    text = """
        extends = "complete.toml"
        [sectors.air.lines.hull.components.crash]
        severity = { kind = "pareto", alpha = 0, scale = { kind = "uniform", low = "x", high = 1 } }
        [sectors.chips.lines.fab.components.small]
        severity = { kind = "beta", alpha = 1, beta = 2, scale = -5 }
        [reinsurance.fab]
        reinstatements = [1.0, -1.0]
    """
    crash = "sectors.air.lines.hull.components.crash.severity"
    assert set(problems(written("a.toml", text))) == {
        f"{crash}.minimum",
        f"{crash}.alpha",
        f"{crash}.scale.low",
        "sectors.chips.lines.fab.components.small.severity.scale",
        "reinsurance.fab.reinstatements.1",
    }


def test_a_table_that_says_no_kind_is_told_the_kinds(written: Write):
    text = 'extends = "complete.toml"\n[reinsurance.new]\nlines = ["air"]\nshare = 0.1\n'
    with pytest.raises(
        ScenarioError, match=r"reinsurance.new.kind: .*excess_of_loss, facultative, quota_share"
    ):
        load_scenario(written("a.toml", text))


def test_a_number_where_a_table_belongs_is_told_so(written: Write):
    with pytest.raises(ScenarioError, match=r"pool: should be a table \(found 3\); write \[pool\]"):
        load_scenario(written("a.toml", 'extends = "complete.toml"\npool = 3\n'))


def test_a_model_that_refuses_is_told_after_mistakes(written: Write):
    infinite = """
        extends = "complete.toml"
        [sectors.chips.lines.fab.components.small]
        terms = { deductible = 1 }
        severity = { kind = "pareto", minimum = 20, alpha = 0.9 }
    """
    with pytest.raises(ModelRefusedError):
        load_scenario(written("a.toml", infinite))
    found = problems(written("b.toml", infinite + "[simulation]\npaths = 0\n"))
    assert set(found) == {
        "simulation.paths",
        "sectors.chips.lines.fab.components.small.severity",
    }


def test_an_empty_file_misses_everything_and_nothing_breaks(written: Write):
    found = set(problems(written("a.toml", "")))
    assert {"version", "title", "unit", "sectors", "members", "pool", "simulation"} <= found


def test_a_file_that_is_not_there_is_a_matter_of_storage(tmp_path: Path):
    with pytest.raises(StorageError, match=r"nowhere.toml: cannot be read: No such file"):
        load_scenario(tmp_path / "nowhere.toml")
    with pytest.raises(StorageError, match="directory"):
        load_scenario(tmp_path)
