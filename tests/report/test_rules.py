"""What a comparison of rules shows: the same figures in data, tables and pages."""

import json
from pathlib import Path

import pytest
from matplotlib.text import Annotation

from coinsure.cli import main
from coinsure.report import rules_dict, write_rules
from coinsure.report.figures.rule_frontier import Point, draw, efficient
from coinsure.report.quantity import Figure
from coinsure.report.wording import Writer, say
from coinsure.rules import compare_rules, load_choices

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FEW = {"simulation.paths": 4_096, "simulation.years": 2}
FILES = [SCENARIOS / "rules" / name for name in ("equal.toml", "lead_commission.toml")]


@pytest.fixture(scope="module")
def table():
    return compare_rules(load_choices(SCENARIOS / "henan.toml", FILES, FEW))


@pytest.fixture(scope="module")
def folder(table, tmp_path_factory):
    target = tmp_path_factory.mktemp("rules") / "out"
    write_rules(table, target, "en")
    return target


def test_the_folder_holds_page_data_tables_and_figure(folder):
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {"rules.html", "rules.json", "tables/rules_pool.csv", "tables/rules_gain.csv"} <= names
    assert {f"figures/rule_frontier.{x}" for x in ("en.svg", "en.png", "zh.svg")} <= names
    assert "figures/rule_frontier.zh.png" not in names


def test_data_name_every_choice_and_member(table, folder):
    found = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
    assert found == json.loads(json.dumps(rules_dict(table)))
    assert list(found["rules"]) == ["base", "lead_commission", "equal", "equal+lead_commission"]
    equal = found["rules"]["equal"]
    assert equal["shares"] == {"kind": "equal", "label": {"zh": "平均分配", "en": "Equal shares"}}
    assert sum(m["share"] for m in equal["members"].values()) == pytest.approx(1.0)
    assert equal["pool"]["worst_coalition"] == [f"M{k}" for k in range(2, 9)]


def test_both_languages_stand_on_the_page(folder):
    page = (folder / "rules.html").read_text(encoding="utf-8")
    for text in ("平均分配", "Equal shares", "首席先提一成", "all but", "不稳定", "unstable"):
        assert text in page


def test_results_take_the_place_of_results_only(table, folder, tmp_path):
    write_rules(table, folder, "zh")
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Exception, match="other files"):
        write_rules(table, tmp_path, "zh")


@pytest.mark.parametrize(
    ("points", "best"),
    [
        ([(0.1, 5.0), (0.2, 4.0), (0.3, 6.0)], [True, True, False]),
        ([(0.1, 5.0), (0.1, 5.0), (0.1, 6.0)], [True, True, False]),
    ],
)
def test_efficient_choices_are_beaten_by_none(points, best):
    assert efficient([Point("", x, Figure(y, y, y)) for x, y in points]) == best


def test_names_in_the_figure_cover_no_point():
    """The second point lies where the name of the first would stand, the last at the edge."""
    points = [(0.12, 2.5), (0.176, 2.57), (0.21, 2.2), (0.176, 2.0), (0.34, 1.5)]
    drawn = draw(
        [Point(f"these shares, that profit {x}", x, Figure(y, y, y)) for x, y in points],
        say("figure.rule_frontier"),
        "million",
        Writer("en", "million"),
    )
    drawn.draw_without_rendering()
    (axes,) = drawn.axes
    names = [text for text in axes.texts if isinstance(text, Annotation)]
    assert len(names) == 3
    for name in names:
        box = name.get_window_extent()
        assert axes.bbox.x0 <= box.x0
        assert box.x1 <= axes.bbox.x1
        for point in points:
            assert not box.contains(*axes.transData.transform(point))


def test_the_command_prints_a_table_or_json(capsys, monkeypatch):
    few = ["--paths", "4096", "--set", "simulation.years=2"]
    henan = str(SCENARIOS / "henan.toml")
    files = [str(file) for file in FILES]
    assert called(monkeypatch, henan, *files, *few, "--lang", "zh") == 0
    assert "平均分配" in capsys.readouterr().out
    assert called(monkeypatch, henan, files[0], *few, "--json") == 0
    assert list(json.loads(capsys.readouterr().out)["rules"]) == ["base", "equal"]


def test_the_command_needs_rules(capsys, monkeypatch):
    assert called(monkeypatch, str(SCENARIOS / "stress" / "flood_year.toml")) == 2
    assert "no files of rules" in capsys.readouterr().err


def called(monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", ["coinsure", "compare-rules", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code
