"""A programme applied to somebody's own loss table, from the command line."""

import csv
import json
import re
import statistics

import pytest

from coinsure.cli import main

LOSSES = "period,event,line,amount\n1,7,fab,40\n1,8,fab,5\n3,9,fab,100\n"
PROGRAMME = """
periods = 4

[reinsurance.layer]
kind = "excess_of_loss"
retention = 10.0
limit = 50.0
premium = 3.0
reinstatements = [1.0]
"""


@pytest.fixture
def arguments(tmp_path, monkeypatch):
    (tmp_path / "losses.csv").write_text(LOSSES)
    (tmp_path / "programme.toml").write_text(PROGRAMME)

    def run(*more):
        files = [str(tmp_path / "losses.csv"), str(tmp_path / "programme.toml")]
        monkeypatch.setattr("sys.argv", ["coinsure", "reinsure", *files, *more])
        with pytest.raises(SystemExit) as stopped:
            main()
        return stopped.value.code

    return run


def test_recoveries_and_reinstatements_are_those_done_by_hand(arguments, capsys):
    assert arguments("--json") == 0
    found = json.loads(capsys.readouterr().out)
    # 30 and 50 are recovered; 30/50 and 50/50 of the premium of 3 reinstate the layer
    layer = found["treaties"]["layer"]
    assert found["gross"]["value"] == pytest.approx(145 / 4)
    assert found["net"]["value"] == pytest.approx(65 / 4)
    assert layer["recovered"]["value"] == pytest.approx(80 / 4)
    assert layer["reinstatement"]["value"] == pytest.approx(3 * (0.6 + 1.0) / 4)
    assert layer["premium"]["value"] == pytest.approx(3.0)
    # periods recover 30, 0, 50 and 0, and keep 15, 0, 50 and 0
    assert layer["recovered"]["se"] == pytest.approx(statistics.stdev([30, 0, 50, 0]) / 2)
    assert found["net"]["se"] == pytest.approx(statistics.stdev([15, 0, 50, 0]) / 2)
    assert layer["premium"]["se"] == 0.0


def test_a_mean_period_is_printed_in_either_language(arguments, capsys):
    assert arguments("--lang", "zh") == 0
    assert "4个期间共3笔损失；平均每期再保险前40±50，再保险后20±20" in capsys.readouterr().out
    assert arguments("--lang", "en") == 0
    out = capsys.readouterr().out
    assert "3 losses in 4 periods; a mean period: gross 40 ± 50, net 20 ± 20" in out
    assert re.search(r"^ +layer +3 +0 +20 ±20 +1\.2 ±1\.4$", out, re.MULTILINE)


def test_files_are_written_and_replaced(arguments, tmp_path, capsys):
    out = tmp_path / "out"
    for _ in range(2):
        assert arguments("--out", str(out)) == 0
        assert capsys.readouterr().err.strip() == str(out / "reinsured.html")
    with (out / "net.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["net"]) for row in rows] == [10.0, 5.0, 50.0]
    assert (out / "net_plt.csv").read_text().startswith("Period,PeriodWeight,EventId,SummaryId")


def test_a_loss_file_that_is_not_there_is_exit_code_4(arguments, tmp_path, capsys):
    (tmp_path / "losses.csv").unlink()
    assert arguments() == 4
    assert "losses.csv" in capsys.readouterr().err


REINSURERS = """
[reinsurers.home]
solvency_ratio = 2.0

[reinsurers.abroad]
default_probability = 1.0
"""


def test_flows_are_given_by_reinsurer(arguments, tmp_path, capsys):
    parts = "reinsurers = { home = 0.6, abroad = 0.4 }\n"
    (tmp_path / "programme.toml").write_text(PROGRAMME + parts + REINSURERS)
    assert arguments("--json") == 0
    found = json.loads(capsys.readouterr().out)
    layer = found["treaties"]["layer"]
    assert layer["recovered"]["value"] == pytest.approx(80 / 4)
    assert layer["lost_by_default"]["value"] == pytest.approx(0.4 * 80 / 4)
    assert layer["reinsurers"]["home"]["recovered"]["value"] == pytest.approx(0.6 * 80 / 4)
    assert found["reinsurers"] == layer["reinsurers"]
    assert found["net"]["value"] == pytest.approx((65 + 0.4 * 80) / 4)
    assert arguments("--lang", "zh") == 0
    assert re.search(
        r"^ +abroad +1\.2 +0 +8 ±10 +0\.5 ±0\.6 +8 ±10$", capsys.readouterr().out, re.MULTILINE
    )


def test_a_single_period_has_means_without_errors(arguments, tmp_path, capsys):
    (tmp_path / "losses.csv").write_text("period,event,line,amount\n1,7,fab,40\n")
    (tmp_path / "programme.toml").write_text(PROGRAMME.replace("periods = 4", "periods = 1"))
    assert arguments("--json") == 0
    net = json.loads(capsys.readouterr().out)["net"]
    assert net == {"value": 10.0, "se": None, "low": None, "high": None}


def test_the_page_has_both_languages(arguments, tmp_path, capsys):
    assert arguments("--out", str(tmp_path / "out"), "--lang", "zh") == 0
    page = (tmp_path / "out" / "reinsured.html").read_text(encoding="utf-8")
    for text in ("再保险方案", "Reinsurance programme", "layer", "±"):
        assert text in page
    assert (tmp_path / "out" / "tables" / "reinsured.csv").is_file()
