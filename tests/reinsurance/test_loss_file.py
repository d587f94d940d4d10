"""Losses that somebody brings."""

import numpy as np
import pytest

from coinsure.errors import ScenarioError, StorageError
from coinsure.reinsurance.loss_file import read_losses


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "losses.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_a_period_loss_table_of_oasis(written):
    losses = read_losses(
        written("Period,EventId,SummaryId,Loss\n2,701,1,10.5\n2,701,2,4\n9,33,1,7\n", "utf-8-sig")
    )
    np.testing.assert_array_equal(losses.period, [2, 2, 9])
    np.testing.assert_array_equal(losses.event, [701, 701, 33])
    np.testing.assert_array_equal(losses.amount, [10.5, 4.0, 7.0])
    assert losses.line == ("1", "2", "1")
    assert losses.time is None
    assert losses.sum_insured is None
    assert losses.columns == {}


def test_a_table_of_ones_own(written):
    losses = read_losses(
        written(
            "year,event,line,amount,time,sum_insured,site,账户\n"
            "1,flood,ic.fab,5,0.25,100,甲, north \n"
            "\n"
            "1,,ic.fab,6,0.5,,乙,\n"
            "2,flood,air.hull,7,0.75,50,,south\n"
        )
    )
    np.testing.assert_array_equal(losses.event, [0, -1, 0])
    np.testing.assert_array_equal(losses.time, [0.25, 0.5, 0.75])
    np.testing.assert_array_equal(losses.sum_insured, [100.0, np.nan, 50.0])
    assert losses.columns == {"site": ("甲", "乙", ""), "账户": ("north", "", "south")}


def test_the_weight_of_a_period_says_how_many_there_are(written):
    assert read_losses(written("PeriodWeight,Loss\n0.000333333333,3\n")).periods == 3000
    assert read_losses(written("Loss\n3\n")).periods is None


def test_a_number_of_an_occurrence_too_long_to_count_is_a_name(written):
    losses = read_losses(written(f"event,loss\n{'9' * 30},1\n{'9' * 29}8,2\n{'9' * 30},3\n"))
    assert losses.event[0] == losses.event[2] != losses.event[1]


def test_only_the_amounts_are_needed(written):
    losses = read_losses(written("loss\n3\n4\n"))
    assert losses.line == ("all", "all")
    np.testing.assert_array_equal(losses.period, [1, 1])
    np.testing.assert_array_equal(losses.event, [-1, -1])


def test_a_row_of_its_own_is_blank_or_minus_one(written):
    np.testing.assert_array_equal(
        read_losses(written("event,loss\n-1,3\n-1,4\n,5\n7,6\n")).event, [-1, -1, -1, 7]
    )
    names = read_losses(written("event,loss\n-1,3\nflood,4\n,5\nflood,6\n")).event
    np.testing.assert_array_equal(names, [-1, 0, -1, 0])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("amount,line\n", "no row below the header"),
        ("amount,line, Amount\n1,a,2\n", r"two columns of one name \(found amount\)"),
        ("amount,line\n1,a\n2,\n", "row 3, line: is missing"),
        ("period,site\n1,a\n", r"no column of amounts \(found period, site\)"),
        ("amount\nten\n", r"row 2, amount: should be a number \(found 'ten'\)"),
        ("amount\n\n5\n-3\n", r"row 3, amount: should be 0 or more \(found -3\)"),
        ("amount\nnan\n", "row 2, amount: should be 0 or more"),
        ("amount\ninf\n", "row 2, amount: should be 0 or more"),
        ('amount\n"3,000"\n', r"found '3,000'\); write it without commas: 3000"),
        ("amount,period\n5,2024-01-01\n", r"^[^\n]*\(found '2024-01-01'\); number the [^\n]*$"),
        ("period;amount\n1;5\n", "separate columns by commas"),
        ("amount,period\n5,0.5\n", "period: should be whole numbers from 1"),
        ("amount,period\n5\n", "row 2: 2 columns in the header"),
        ("SampleId,loss\n1,5\n2,5\n", "SampleId: several samples"),
        ("PeriodWeight,loss\n0.2,5\n0.3,5\n", r"PeriodWeight: several .*\(found 0.2 and 0.3\)"),
        ("PeriodWeight,loss\n0.3,5\n", r"PeriodWeight: should be 1 over .*\(found 0.3\)"),
        ("PeriodWeight,loss\n0,5\n", r"PeriodWeight: should be 1 over .*\(found 0\)"),
        ("period,loss\n99999999999999999999,5\n", "period: should be whole numbers from 1"),
        ("amount,time\n5,\n", r"row 2, time: should be a number \(found ''\)"),
    ],
)
def test_mistakes_are_told_with_their_row(written, text, message):
    with pytest.raises(ScenarioError, match=message):
        read_losses(written(text))


def test_all_mistakes_are_told_at_once(written):
    with pytest.raises(ScenarioError) as caught:
        read_losses(written("amount,time\nx,y\n1,-2\n"))
    assert len(caught.value.problems) == 3


def test_a_file_that_is_not_text_or_not_there(written, tmp_path):
    with pytest.raises(ScenarioError, match=r"not a CSV file in UTF-8.*另存为 UTF-8"):
        read_losses(written("amount,城市\n1,郑州\n", "gbk"))
    with pytest.raises(StorageError, match="No such file"):
        read_losses(tmp_path / "none.csv")
