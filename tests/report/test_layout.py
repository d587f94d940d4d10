"""Tables choose units by table, digits by error, and say why a figure is missing."""

import pytest

from coinsure.models.labels import Label
from coinsure.report.layout import show
from coinsure.report.numerals import bound, scale
from coinsure.report.quantity import Figure, money
from coinsure.report.table import Column, Mark, Named, build
from coinsure.report.wording import Writer, say

ZH, EN = Writer("zh", "万元"), Writer("en", "万元")


def column(table, number, writer=ZH):
    shown = show(table, writer)
    return shown.columns[number], [row[number] for row in shown.rows]


def amounts(*values, show="value"):
    return build("lines", [Column("premium", "money", show)], [[Figure.of(v)] for v in values])


def test_a_table_has_one_unit_chosen_by_its_middling_amount():
    columns = [Column("premium", "money"), Column("mean_gross", "money")]
    table = build("lines", columns, [[Figure.of(14_000.0), Figure.of(12_000.0)]] * 3)
    assert [head.unit for head in show(table, ZH).columns] == ["亿元", "亿元"]
    assert [head.unit for head in show(table, EN).columns] == ["CNY million", "CNY million"]


def test_a_column_far_larger_than_the_rest_has_its_own_unit():
    columns = [Column("premium", "money"), Column("sum_insured", "money")]
    rows = [[Figure.of(1_350.0), Figure.of(120_000.0)], [Figure.of(1_440.0), Figure.of(2.4e6)]]
    assert [head.unit for head in show(build("lines", columns, rows), ZH).columns] == [
        "万元",
        "亿元",
    ]


def test_decimal_points_stand_below_each_other():
    wide, narrow = Figure(12.0, 10.0, 14.0), Figure(1.25, 1.22, 1.28)
    _, cells = column(amounts(wide, narrow, show="error"), 0)
    assert [(cell.text, cell.error, cell.pad) for cell in cells] == [
        ("12", "±2", ".00"),
        ("1.25", "±0.03", ""),
    ]


def test_an_interval_has_the_digits_of_its_error():
    table = amounts(Figure(5.93, 5.71, 6.12), show="interval")
    _, cells = column(table, 0)
    assert cells[0].text == "5.7 – 6.1"


def test_a_missing_figure_is_a_dash_and_its_reason_a_note():
    reason = "only 12 of 2400 rows exceed VaR, 20 are needed"
    table = amounts(Figure(None, reason=reason), Figure(None, reason=reason), 3.0)
    assert [row[0].text for row in show(table, ZH).rows] == ["—", "—", "3"]
    assert show(table, ZH).notes == (
        "“—”：2,400个样本年度中只有12个超过VaR，至少需要20个；增加路径数即可得出。",
    )
    assert "12 of 2,400 sampled years are beyond VaR" in show(table, EN).notes[0]


def test_a_number_without_meaning_is_blank_and_needs_no_note():
    table = build("lines", [Column("premium", "money")], [[None], [Figure(None)], [Figure.of(3.0)]])
    shown = show(table, ZH)
    assert [row[0].text for row in shown.rows] == ["", "—", "3"]
    assert shown.notes == ()


def test_what_no_path_showed_is_written_as_a_bound():
    never = Figure(0.0, 0.0, 3 / 40_000)
    table = build("members", [Column("probability_of_loss", "percent", "error")], [[never]])
    assert show(table, ZH).rows[0][0].text == "<0.008"


def test_exact_percentages_lose_their_zeros_and_others_do_not():
    exact = build(
        "lines", [Column("premium_share", "percent")], [[Figure.of(0.3)], [Figure.of(0.18)]]
    )
    assert [row[0].text for row in show(exact, ZH).rows] == ["30", "18"]
    mixed = build(
        "lines", [Column("premium_share", "percent")], [[Figure.of(0.3)], [Figure.of(0.181)]]
    )
    assert [row[0].text for row in show(mixed, ZH).rows] == ["30.0", "18.1"]


def test_heat_is_relative_to_the_hottest_cell_of_the_table():
    columns = [
        Column("a", "percent", heat=True, heading="a"),
        Column("b", "percent", heat=True, heading="b"),
    ]
    table = build("shares_liability", columns, [[Figure.of(0.4), Figure.of(0.1)]])
    assert [cell.heat for cell in show(table, ZH).rows[0]] == [1.0, 0.25]


def test_marks_carry_a_word_and_names_a_sector():
    name = Named(Label(zh="集成电路", en="Integrated circuits"), 3)
    columns = [Column("sector"), Column("passed"), Column("check_figure", "mixed")]
    table = build("sectors", columns, [[name, Mark("bad", say("passed.no")), money(1_280.0)]])
    cells = show(table, ZH).rows[0]
    assert (cells[0].text, cells[0].sector) == ("集成电路", 3)
    assert (cells[1].text, cells[1].status) == ("未通过", "bad")
    assert cells[2].text == "1,280万元"


def test_rows_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="2 cells in 1 columns"):
        build("lines", [Column("line")], [["a", "b"]])
    with pytest.raises(ValueError, match="a number in a column of text"):
        show(build("lines", [Column("line")], [[Figure.of(1.0)]]), ZH)


def test_what_every_path_showed_is_above_a_bound():
    percent = scale("percent", 1.0, "万元", "en")
    assert bound(percent.figure(Figure(1.0, 0.99985, 1.0)), percent) == ">99.985"
    assert bound(percent.figure(Figure(0.0, 0.0, 0.00015)), percent) == "<0.015"
    assert bound(percent.figure(Figure(0.9, 0.8, 1.0)), percent) == ""
    assert bound(Figure(1.0, 0.99985, 1.0), scale("money", 1.0, "万元", "en")) == ""
