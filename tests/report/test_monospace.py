"""Tables line up on a terminal, where a Chinese character is two columns wide."""

from coinsure.report.layout import show
from coinsure.report.monospace import grids, left, right, width
from coinsure.report.quantity import Figure
from coinsure.report.table import Column, build
from coinsure.report.wording import Writer, say

COLUMNS = (Column("line"), Column("premium", "money", "error"))


def test_a_chinese_character_and_its_punctuation_take_two_columns():
    assert width("保费，UAV") == 2 + 2 + 2 + 3


def test_a_combining_accent_takes_none():
    assert width("e\u0301") == 1


def test_padding_counts_columns_and_not_characters():
    assert left("保费", 6) == "保费  "
    assert right("保费", 6) == "  保费"


def test_all_rows_of_a_table_are_of_one_width_and_numbers_end_below_each_other():
    rows = [["无人机", Figure(1234.0, 1224.0, 1244.0)], ["fab", Figure(56.0, 46.0, 66.0)]]
    table = show(build("key_figures", COLUMNS, rows), Writer("zh", "万元"))
    lines = grids([table]).splitlines()
    assert lines[0] == "主要数字"
    assert lines[3] == "  无人机  1,234 ±10"
    assert lines[4] == "  fab        56 ±10"
    assert {width(line) for line in lines[3:]} == {19}


def test_notes_of_several_tables_stand_once_below_the_last():
    note = say("note.paired")
    rows = [["a", Figure(1.0)]]
    shown = show(build("key_figures", COLUMNS, rows, [note]), Writer("en", "万元"))
    lines = grids([shown, shown]).splitlines()
    assert lines.count(shown.notes[0]) == 1
    assert lines[-1] == shown.notes[0]
