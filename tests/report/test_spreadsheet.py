"""CSV tables open in a spreadsheet as they are, and never as formulas."""

import csv
import io

import pytest

from coinsure.models.labels import Label
from coinsure.report.quantity import Figure, Quantity, percent
from coinsure.report.spreadsheet import grid, safe, spreadsheet
from coinsure.report.table import Column, Named, build


def read(table, unit="万元"):
    content = spreadsheet(grid(table, unit))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_would_be_a_formula_is_made_harmless(start):
    assert safe(f"{start}1+1") == f"'{start}1+1"


def test_other_texts_stay_as_they_are_and_nul_goes():
    assert safe("a=b") == "a=b"
    assert safe("\0=1") == "'=1"


def test_names_with_formulas_are_harmless_in_a_file_and_negative_numbers_stay_numbers():
    name = Named(Label(zh="=HYPERLINK(1)", en="@SUM(A1)"), 0)
    table = build("lines", [Column("line"), Column("premium", "money")], [[name, Figure.of(-3.5)]])
    assert read(table)[1] == ["'=HYPERLINK(1)", "'@SUM(A1)", "-3.5"]


def test_units_are_in_the_one_header_row_and_errors_take_two_columns():
    columns = [
        Column("line"),
        Column("mean_gross", "money", "error"),
        Column("loss_ratio", "percent"),
    ]
    table = build("lines", columns, [["a", Figure(10.0, 9.0, 11.5), Figure.of(0.48)]])
    rows = read(table)
    assert rows[0] == [
        "险种 Line (zh)",
        "险种 Line (en)",
        "再保险前期望赔款 Mean gross loss (万元)",
        "再保险前期望赔款 Mean gross loss (万元) 95 % low",
        "再保险前期望赔款 Mean gross loss (万元) 95 % high",
        "赔付率 Loss ratio (小数 fraction)",
    ]
    assert rows[1] == ["a", "a", "10.0", "9.0", "11.5", "0.48"]
    assert len(rows) == 2


def test_an_interval_shown_beside_its_figure_gives_the_bounds_once():
    columns = [Column("var_gross", "money"), Column("var_gross", "money", "interval", heading="i")]
    rows = read(build("return_periods", columns, [[Figure(5.0, 4.0, 6.0)] * 2]))
    assert rows[1] == ["5.0", "4.0", "6.0"]


def test_missing_figures_are_empty_and_numbers_are_never_rounded():
    columns = [Column("premium", "money"), Column("check_figure", "mixed")]
    row = [Figure(None, reason="no premium"), Quantity("plain", Figure.of(1 / 3))]
    assert read(build("lines", columns, [row]))[1] == ["", repr(1 / 3), ""]


def test_numbers_of_several_kinds_have_their_units_beside_them_and_texts_stay():
    """A capital with its error, a part and a name in one column, as beside the pool."""
    column = Column("with_pool", "mixed")
    capital = Quantity("money", Figure(5.0, 4.0, 6.0))
    rows = [[capital], [percent(0.25)], [Label(zh="成员", en="Member")], [None]]
    assert read(build("purpose", [column], rows)) == [
        ["有共保体 With the pool", "有共保体 With the pool 95 % low",
         "有共保体 With the pool 95 % high", "有共保体 With the pool (单位 unit)"],
        ["5.0", "4.0", "6.0", "万元"],
        ["0.25", "0.25", "0.25", "小数 fraction"],
        ["成员 Member", "", "", ""],
        ["", "", "", ""],
    ]  # fmt: skip
