"""What ``run --method exact`` prints and writes, in both languages."""

import json

import pytest

from coinsure.models.labels import Label
from coinsure.report.exact import exact_page, exact_tables, exact_text, write_exact
from coinsure.report.exact_reasons import exact_reason, exact_reasons
from coinsure.report.wording import Phrase, Writer
from coinsure.results.exact import exact
from coinsure.scenario import load_scenario


@pytest.fixture(scope="module")
def found(project):
    return exact(load_scenario(project / "scenarios" / "henan.toml"))


@pytest.fixture(scope="module")
def answers(found):
    return found.summary()


def test_the_tables_show_what_is_exact_and_name_what_is_not(answers):
    tables = {table.key: table for table in exact_tables(answers)}
    assert list(tables) == ["exact_gross", "exact_net", "exact_exceedance", "exact_refused"]
    lines = [line for lines in answers["lines"].values() for line in lines.values()]
    parts = [*lines, *answers["sectors"].values(), answers["pool"]]
    assert len(tables["exact_gross"].rows) == sum(part["gross"]["exact"] for part in parts)
    assert len(tables["exact_net"].rows) == sum(part["net"]["exact"] for part in parts)
    assert len(tables["exact_refused"].rows) > 0
    assert "exact_co_tvar" not in [column.key for column in tables["exact_gross"].columns]


def test_every_reason_of_the_shipped_book_is_said_in_both_languages(answers):
    lines = [line for lines in answers["lines"].values() for line in lines.values()]
    parts = [answers["pool"], *answers["sectors"].values(), *lines]
    reasons = {
        reason
        for part in parts
        for kind in ("gross", "net")
        for reason in part[kind].get("reasons", [])
    }
    assert reasons
    assert [reason for reason in reasons if not isinstance(exact_reason(reason), Phrase)] == []


def test_an_event_and_a_component_have_the_names_of_their_lines():
    lines = {"ic.fab": Label(zh="晶圆厂", en="Fabs"), "ic.chip": Label(zh="芯片", en="Chips")}
    reasons = [
        "event flood hits ic.fab and ic.chip in one occurrence, so they are not independent",
        "ic.chip.mass: its policy-year aggregate makes a loss depend on earlier ones",
    ]
    assert Writer("zh", "yuan").write(exact_reasons(reasons, lines)) == (
        "事件“flood”一次同时波及晶圆厂、芯片，赔款不独立；"
        "芯片（mass）：保单年度累计限额使一次赔款取决于同一标的此前的赔款"
    )
    assert (
        Writer("en", "yuan")
        .write(exact_reasons(reasons[:1], lines))
        .startswith("event flood hits Fabs, Chips in one occurrence")
    )


def test_page_and_terminal_speak_chinese_and_english(answers):
    page = exact_page(answers, "zh")
    assert "再保险前赔款" in page
    assert "Gross losses" in page
    assert "再保险前赔款" in exact_text(answers, "zh")
    assert "Gross losses" in exact_text(answers, "en")


def test_the_folder_holds_page_and_data_and_can_be_replaced(found, answers, tmp_path):
    for _ in range(2):
        write_exact(found, answers, tmp_path / "run", "zh")
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert names == {"report.html", "summary.json", "manifest.json"}
    assert json.loads((tmp_path / "run" / "summary.json").read_text())["method"] == "exact"
