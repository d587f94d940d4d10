"""The workbook holds every table, numbers as numbers and texts as texts."""

import io

import pytest
from openpyxl import load_workbook

from coinsure.models.labels import Label
from coinsure.report.quantity import Figure
from coinsure.report.spreadsheet import grid
from coinsure.report.table import Column, Named, build
from coinsure.report.workbook import CONTENTS, sheet_names, table_files

COLUMNS = [Column("line"), Column("mean_gross", "money", "error"), Column("loss_ratio", "percent")]


def opened(*tables):
    content = table_files(tables, "万元")["tables.xlsx"]
    return load_workbook(io.BytesIO(content))


@pytest.fixture
def table():
    harmful = Named(Label(zh="=HYPERLINK(1)", en="@SUM(A1)"), 0)
    rows = [[harmful, Figure(10.25, 9.0, 11.5), Figure.of(0.48)], ["b", Figure(None), Figure(0.5)]]
    return build("lines", COLUMNS, rows)


def test_a_sheet_has_heads_with_units_and_numbers_in_full(table):
    sheet = opened(table)["lines"]
    rows = list(sheet.values)
    assert rows[0][2:] == grid(table, "万元").heads[2:]
    assert rows[1][2:] == (10.25, 9.0, 11.5, 0.48)
    assert sheet["F2"].number_format == "0.00%"
    assert rows[2][2] in (None, "")  # no number, not a 0


def test_no_cell_is_a_formula(table):
    sheet = opened(table)["lines"]
    assert [sheet[cell].data_type for cell in ("A2", "B2")] == ["s", "s"]
    assert (sheet["A2"].value, sheet["B2"].value) == ("=HYPERLINK(1)", "@SUM(A1)")


def test_the_contents_name_every_sheet_in_both_languages(table):
    other = build("members", [Column("member")], [["M1"]])
    book = opened(table, other)
    assert book.sheetnames == [CONTENTS, "lines", "members"]
    first = next(iter(book[CONTENTS].values))
    assert first[0] == "lines"
    assert len(set(first)) == 3


def test_long_names_are_cut_and_stay_apart():
    key = "a" * 31
    empty = grid(build("lines", COLUMNS, []), "")

    names = sheet_names({key + "_one": empty, key + "_two": empty})
    assert len(set(names.values())) == 2
    assert all(len(name) <= 31 for name in names.values())


def test_the_same_tables_give_the_same_bytes(table):
    assert table_files([table], "万元") == table_files([table], "万元")
