"""What ``coinsure size`` shows: the same figures in data, tables and pages, in both languages."""

import csv
import json
from pathlib import Path

import pytest

from coinsure.cli import main

HENAN = str(Path(__file__).parents[2] / "scenarios" / "henan.toml")
FEW = ["--paths", "4096", "--set", "simulation.years=1"]


def called(monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", ["coinsure", "size", HENAN, *FEW, *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_a_pool_leaves_page_data_and_tables(monkeypatch, capsys, tmp_path):
    folder = tmp_path / "out"
    assert called(monkeypatch, "--out", str(folder), "--lang", "zh") == 0
    assert "现行份额" in capsys.readouterr().out
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    tables = {f"tables/sizing_{table}.csv" for table in ("shares", "members", "limits")}
    assert names == {"sizing.html", "sizing.json", "tables.xlsx"} | tables
    found = json.loads((folder / "sizing.json").read_text(encoding="utf-8"))
    assert found["feasible"]
    assert sum(row["ic"] for row in found["advised"].values()) == pytest.approx(1.0)
    assert all(limit["kept_on_other_seed"] for limit in found["limits"])
    page = (folder / "sizing.html").read_text(encoding="utf-8")
    assert "Present and advised shares" in page
    assert "现行份额与建议份额" in page


def test_a_member_has_a_curve(monkeypatch, capsys, tmp_path):
    folder = tmp_path / "out"
    assert called(monkeypatch, "--member", "M7", "--out", str(folder), "--lang", "en") == 0
    assert "appetite, Integrated circuits" in capsys.readouterr().out
    assert (folder / "figures" / "share_curve.zh.svg").exists()
    found = json.loads((folder / "sizing.json").read_text(encoding="utf-8"))
    chips = found["sectors"]["ic"]
    assert chips["high"] == pytest.approx(0.04)
    assert chips["above"] == {"kind": "appetite", "member": "M7", "subject": "ic"}
    assert chips["curve"][0]["share"] == 0.0
    assert chips["curve"][-1]["return_on_capital"]["se"] > 0.0


def test_what_cannot_be_told_is_not_called_a_saving(monkeypatch, capsys):
    """1,000 paths leave too few beyond the level of the capital."""
    assert called(monkeypatch, "--paths", "1000", "--lang", "en") == 0
    assert capsys.readouterr().out.startswith("There are too few paths to say what other shares")


def test_a_member_that_no_limit_stops_is_told_so(monkeypatch, capsys):
    assert called(monkeypatch, "--paths", "1000", "--member", "M8", "--lang", "en") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("No limit ends the shares of Member 8: small, short of solvency")
    assert "it can carry 100% (now 4%)" in shown


def test_returns_of_a_range_are_those_at_its_ends(monkeypatch, capsys, tmp_path):
    folder = tmp_path / "out"
    for _ in range(2):  # a sizing takes the place of a former one
        assert called(monkeypatch, "--member", "M7", "--out", str(folder), "--lang", "en") == 0
    found = json.loads((folder / "sizing.json").read_text(encoding="utf-8"))["sectors"]
    with (folder / "tables" / "sizing_ranges.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(found)
    for row, sector in zip(rows, found.values(), strict=True):
        ends = {name: sector[name]["return_on_capital"]["value"] for name in ("at_low", "at_high")}
        curve = {point["share"]: point["return_on_capital"]["value"] for point in sector["curve"]}
        assert curve[sector["low"]] == ends["at_low"]
        assert curve[sector["high"]] == ends["at_high"]
        shown = [float(row[key]) for key in row if "Return" in key and "95 %" not in key]
        assert (shown[0], shown[2]) == pytest.approx(tuple(ends.values()))


def test_limits_in_conflict_are_named_and_end_with_1(monkeypatch, capsys):
    assert called(monkeypatch, "--set", "sizing.max_share=0.1", "--lang", "en") == 1
    shown = capsys.readouterr().out
    assert "No shares keep all limits" in shown
    assert "largest share, Integrated circuits" in shown
    assert called(monkeypatch, "--set", "sizing.max_share=0.1", "--json") == 1
    assert not json.loads(capsys.readouterr().out)["feasible"]


def test_an_unknown_member_is_a_mistake(monkeypatch, capsys):
    assert called(monkeypatch, "--member", "M9") == 2
    assert "choose from M1" in capsys.readouterr().err


def test_present_shares_that_break_limits_are_not_called_the_cheapest(monkeypatch, capsys):
    assert called(monkeypatch, "--set", "sizing.max_share=0.2", "--lang", "en") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("The present shares break 4 limits")
    assert "Limits that the present shares break" in shown
    assert "are among those that cost least" not in shown
