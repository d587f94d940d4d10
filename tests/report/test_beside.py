"""Runs beside each other: tables, data files and pages of stresses and comparisons."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from coinsure.errors import UsageError
from coinsure.report import (
    comparison_dict,
    stress_dict,
    write_comparison,
    write_stresses,
)
from coinsure.report.beside import amounts_table, changes_table, levels_table
from coinsure.report.beside_files import comparison_page, stress_page
from coinsure.report.terminal import comparison as comparison_text
from coinsure.report.terminal import stress_table
from coinsure.results.differences import Difference
from coinsure.risk.estimate import Estimate
from coinsure.scenario import load_scenario
from coinsure.stress import Comparison, StressTable

SCENARIOS = Path(__file__).parents[2] / "scenarios"
TITLE = {"zh": "基准共保体", "en": "Base pool"}


def rows(base, change):
    """Three figures in 万元: the second run's are larger by ``change``, known to one."""
    names = [("pool.net", "mean"), ("pool.net", "tvar"), ("pool.deficit", "mean")]
    money = [
        Difference(
            row,
            measure,
            Estimate.normal(base, 10.0),
            Estimate.normal(base + change, 10.0),
            Estimate.normal(change, 0.5),
            True,
        )
        for row, measure in names
    ]
    probability = Difference(
        "pool.loses",
        "mean",
        Estimate.normal(0.25, 0.005),
        Estimate.normal(0.30, 0.005),
        Estimate.normal(0.05, 0.001),
        True,
    )
    return (*money, probability)


@pytest.fixture
def comparison():
    other = {"zh": "=另一个", "en": "=Other pool"}
    return Comparison(TITLE, other, "万元", 0.995, True, rows(4000.0, 300.0))


@pytest.fixture
def table():
    """Two stresses of the small scenario, and one that does not fit it."""
    path = SCENARIOS / "minimal.toml"
    names = {"flood_year": 300.0, "soft_market": -900.0}
    stressed = {
        name: SimpleNamespace(
            scenario=load_scenario(path, stress=SCENARIOS / "stress" / f"{name}.toml")
        )
        for name in names
    }
    comparisons = {
        name: Comparison(TITLE, TITLE, "万元", 0.995, True, rows(4000.0, change))
        for name, change in names.items()
    }
    base = SimpleNamespace(scenario=load_scenario(path))
    return StressTable(base, stressed, comparisons, {"fab_fire": "no fab here"})


def test_changes_carry_a_sign_and_their_paired_error(table):
    text = stress_table(table, "en").split("\n\n")[1]
    flood = next(line for line in text.splitlines() if "flood" in line.lower())
    assert flood.split()[5:] == ["—", "+3.00", "±0.01", "−3.00", "±0.01", "—", "+5.0", "±0.2", "—"]


def test_a_deficit_is_shown_as_a_result_of_the_other_sign(comparison):
    shown = {row[0].key: row[1:] for row in amounts_table(comparison).rows}
    assert [figure.value for figure in shown["column.result"]] == [-4000.0, -4300.0, -300.0]


def test_the_base_stands_above_the_stresses_and_has_no_change(table):
    assert len(levels_table(table).rows) == 3
    assert len(changes_table(table).rows) == 2


def test_a_stress_that_does_not_fit_is_named_with_its_reason(table):
    assert "“fab_fire”不适用于本情景：no fab here" in stress_table(table, "zh")
    assert stress_dict(table)["unfit"] == {"fab_fire": "no fab here"}


def test_a_comparison_says_whether_its_errors_are_paired(comparison):
    assert "配对误差" in comparison_text(comparison, "zh")
    assert "same random numbers" in comparison_text(comparison, "en")


def test_runs_that_are_not_paired_are_not_said_to_share_no_paths(comparison):
    # a longer run of the same seed has all paths of the shorter one
    text = comparison_text(replace(comparison, paired=False), "en")
    assert "differ in seed, paths or years" in " ".join(text.split())
    assert "differ in seed, paths or years" in str(replace(comparison, paired=False))


def read(page):
    """The text of a page without its markup."""
    return re.sub(r"<[^>]+>", "", page)


def test_the_page_of_stresses_is_headed_by_the_one_that_changes_most(table):
    page = read(stress_page(table, "en"))
    assert "moves the net TVaR most: down by CNY 9.000 ± 0.010 million" in page
    assert "变化最大的是“软市场”" in page


def test_pages_open_in_the_language_asked_for_and_hold_both(comparison):
    page = comparison_page(comparison, "en")
    assert 'id="show-en" autocomplete="off" checked' in page
    assert "再保险后的期望赔款由4,000±20万元变为4,300±20万元" in read(page)


def test_a_page_refers_to_nothing_outside_itself(table):
    page = stress_page(table, "zh")
    assert "http:" not in page
    assert "https:" not in page
    assert "<script" not in page


def test_a_title_cannot_bring_markup_into_a_page(comparison):
    evil = Comparison(TITLE, {"zh": "<b>x", "en": "<b>x"}, "万元", 0.995, True, comparison.rows)
    assert "<b>x" not in comparison_page(evil, "zh")


def test_a_spreadsheet_takes_no_title_for_a_formula(comparison, tmp_path):
    write_comparison(comparison, tmp_path / "out", "zh")
    text = (tmp_path / "out" / "comparison.csv").read_text(encoding="utf-8-sig")
    head, first, *_, last = csv.reader(text.splitlines())
    assert head[:5] == ["run", "figure", "measure", "unit", "base"]
    assert first[:5] == ["'=Other pool", "pool.net", "mean", "万元", "4000.0"]
    assert last[1:4] == ["pool.loses", "mean", "小数 fraction"]


def test_files_of_stresses_appear_together_and_can_be_replaced(table, tmp_path):
    for _ in range(2):
        write_stresses(table, tmp_path / "out", "en")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"stresses.html", "stresses.json", "stresses.csv"}
    found = json.loads((tmp_path / "out" / "stresses.json").read_text(encoding="utf-8"))
    assert found["stresses"]["flood_year"]["rows"][0]["difference"]["value"] == 300.0


def test_results_do_not_replace_other_files(comparison, tmp_path):
    (tmp_path / "thesis.docx").write_text("dear")
    with pytest.raises(UsageError):
        write_comparison(comparison, tmp_path, "en")


def test_the_data_of_a_comparison_hold_every_row(comparison):
    found = comparison_dict(comparison)
    assert [row["row"] for row in found["rows"]] == [
        "pool.net",
        "pool.net",
        "pool.deficit",
        "pool.loses",
    ]
    assert found["paired"] is True


def test_what_rounding_leaves_of_a_zero_is_shown_as_zero():
    whole = Estimate.normal(10_000.0, 100.0)
    gap = Estimate.normal(0.0, 1.0)
    crumb = Estimate.normal(-1.5e-8, 1e-9)
    found = (
        Difference("pool.gross", "mean", whole, whole, gap, True),
        Difference("shortfall.uninsured", "mean", Estimate.exact(0.0), crumb, crumb, True),
    )
    shown = Comparison(TITLE, TITLE, "万元", 0.995, True, found)
    last = amounts_table(shown).rows[-1]
    assert [cell.value for cell in last[1:]] == [0.0, 0.0, 0.0]
