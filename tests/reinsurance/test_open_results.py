"""Losses with the names of Oasis Open Results Data."""

import numpy as np
import pytest

from coinsure.errors import StorageError
from coinsure.reinsurance import LossRows
from coinsure.reinsurance.loss_file import read_losses
from coinsure.reinsurance.open_results import (
    write_exceedance,
    write_period_losses,
    write_summary_info,
)

LOSSES = LossRows(
    line=("a.x", "b.y", "a.x", "a.x", "a.x"),
    amount=np.array([10.0, 20.0, 5.0, 40.0, 0.0]),
    period=np.array([4, 4, 4, 2, 1]),
    event=np.array([7, 7, -1, -1, 3]),
)


def test_a_period_loss_table_can_be_read_again(tmp_path):
    path = tmp_path / "plt.csv"
    write_period_losses(path, LOSSES, LOSSES.amount, periods=5)
    text = path.read_text(encoding="utf-8").splitlines()
    assert text == [
        "Period,PeriodWeight,EventId,SummaryId,SampleId,Loss",
        "2,0.2,9,2,1,40.000000",
        "4,0.2,7,2,1,10.000000",
        "4,0.2,7,3,1,20.000000",
        "4,0.2,8,2,1,5.000000",
    ]
    again = read_losses(path)
    np.testing.assert_array_equal(again.amount, [40.0, 10.0, 20.0, 5.0])
    np.testing.assert_array_equal(again.event, [9, 7, 7, 8])
    assert again.line == ("2", "2", "3", "2")
    assert again.periods == 5


def test_exceedance_tables_of_occurrences_and_of_periods(tmp_path):
    path = tmp_path / "ept.csv"
    write_exceedance(path, LOSSES, LOSSES.amount, periods=5, return_periods=(2, 5, 10))
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    assert header == "SummaryId,EPCalc,EPType,ReturnPeriod,Loss"
    table = {tuple(row.split(",")[:4]): float(row.split(",")[4]) for row in rows}
    assert {key[0] for key in table} == {"1", "2", "3"}
    assert {key[1] for key in table} == {"2"}
    # occurrences: 30 in period 4, 40 in period 2; periods: 35 and 40; ranks 1 and 2 of 5
    all_lines = {key[2:]: loss for key, loss in table.items() if key[0] == "1"}
    assert all_lines == {
        ("1", "5.000000"): 40.0,
        ("1", "2.500000"): 30.0,
        ("2", "5.000000"): 40.0,
        ("2", "2.500000"): 35.0,
        ("3", "5.000000"): 40.0,
        ("3", "2.500000"): 35.0,
        ("4", "5.000000"): 40.0,
        ("4", "2.500000"): 37.5,
    }
    assert table["3", "2", "3", "5.000000"] == 20.0
    assert table["2", "2", "1", "2.500000"] == 10.0


def test_the_summaries_are_named(tmp_path):
    write_summary_info(tmp_path / "info.csv", LOSSES)
    text = (tmp_path / "info.csv").read_text(encoding="utf-8")
    assert text == "SummaryId,line\n1,all lines together\n2,a.x\n3,b.y\n"


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(StorageError, match="No such file"):
        write_summary_info(tmp_path / "none" / "info.csv", LOSSES)
