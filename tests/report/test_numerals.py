"""Numbers are written with the digits that their error supports, in units that people read."""

import pytest

from coinsure.report.numerals import digits, in_prose, money_scale
from coinsure.report.quantity import (
    Figure,
    Quantity,
    count,
    decimals_of_error,
    money,
    percent,
    shown_decimals,
    times,
)


def with_error(value, half):
    return {"value": value, "se": half / 1.96, "low": value - half, "high": value + half}


@pytest.mark.parametrize(
    ("half", "decimals"),
    [(0.034, 2), (0.13, 2), (0.2, 1), (1.7, 1), (4.0, 0), (870, -2), (150, -1)],
)
def test_an_error_keeps_one_digit_or_two_where_it_starts_with_1(half, decimals):
    assert decimals_of_error(half) == decimals


def test_a_figure_is_cut_where_its_error_begins():
    assert shown_decimals(Figure(12.3456, 12.3456 - 0.03, 12.3456 + 0.03), 4) == 2
    assert shown_decimals(Figure.of(12.3456), 4) == 4


def test_an_error_never_vanishes_by_rounding():
    assert shown_decimals(Figure(1.24, 1.2353, 1.2447), 2) == 3
    assert in_prose(percent(with_error(0.4712, 0.0003)), "万元", "zh") == "47.12%±0.03%"


def test_what_rounding_leaves_is_no_error():
    assert shown_decimals(Figure(1.24, 1.24 - 1e-9, 1.24 + 1e-9), 2) == 2


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567.8, 0, "1,234,568"),
        (-0.04, 1, "0.0"),
        (-12.3, 1, "−12.3"),
        (12345.0, -2, "12,300"),
        (0.5, 2, "0.50"),
    ],
)
def test_digits_have_thousands_apart_and_a_real_minus(value, decimals, text):
    assert digits(value, decimals) == text


@pytest.mark.parametrize(
    ("quantity", "zh", "en"),
    [
        (money(14_403.75), "1.44亿元", "CNY 144 million"),
        (money(1_280), "1,280万元", "CNY 12.8 million"),
        (money(0.5), "5,000元", "CNY 5,000"),
        (money(with_error(21_400.0, 840.0)), "2.14±0.08亿元", "CNY 214 ± 8 million"),
        (money(with_error(-590.0, 116.0)), "−590±120万元", "CNY −5.9 ± 1.2 million"),
        (percent(0.995), "99.5%", "99.5%"),
        (percent(0.09), "9%", "9%"),
        (percent(with_error(0.42, 0.016)), "42.0%±1.6%", "42.0% ± 1.6%"),
        (percent({"value": 0.0, "se": 0.0, "low": 0.0, "high": 3 / 40_000}), "<0.008%", "<0.008%"),
        (percent({"value": 0.0, "se": 0.0, "low": 0.0, "high": 3 / 9_000}), "<0.04%", "<0.04%"),
        (percent({"value": 0.0, "se": 0.0, "low": 0.0, "high": 3 / 10_000}), "<0.03%", "<0.03%"),
        (times(1.5), "1.5倍", "1.5×"),
        (count(200_000), "200,000", "200,000"),
        (Quantity("plain", Figure.of(3.2e-13)), "3.2e-13", "3.2e-13"),
        (money(None), "—", "—"),
    ],
)
def test_a_number_in_a_sentence(quantity, zh, en):
    """Amounts are given in 万元: 14,403.75 万元 are 144.0375 million yuan, 1.44 亿元."""
    assert in_prose(quantity, "万元", "zh") == zh
    assert in_prose(quantity, "万元", "en") == en


@pytest.mark.parametrize(
    ("unit", "worth"), [("yuan", 1e8), ("万元", 1e4), ("million", 1e2), ("亿元", 1)]
)
def test_the_same_money_is_shown_alike_whatever_the_scenario_counts_in(unit, worth):
    """2 亿元 in each unit; at the hand-made rates 1 亿元 = 10^8 yuan = 10^4 万元 = 100 million."""
    assert in_prose(money(2.0 * worth), unit, "zh") == "2亿元"
    assert in_prose(money(2.0 * worth), unit, "en") == "CNY 200 million"


def test_a_number_whose_error_is_drawn_keeps_the_digits_that_the_error_supports():
    capital = money(with_error(153_400.0, 5_000.0))
    assert in_prose(capital, "万元", "en", with_error=False) == "CNY 1,530 million"
    assert in_prose(capital, "万元", "zh", with_error=False) == "15.3亿元"


def test_chinese_amounts_change_their_unit_at_one_yi():
    assert money_scale(9_999.0, "万元", "zh").unit == "万元"
    assert money_scale(10_000.0, "万元", "zh").unit == "亿元"


def test_a_probability_that_was_seen_is_never_written_as_a_bound():
    assert in_prose(percent(with_error(0.0004, 0.0001)), "万元", "zh") == "0.040%±0.010%"


def test_what_rounding_takes_from_an_amount_does_not_change_its_unit():
    quantity = money(9_999.999_999_999)
    assert in_prose(quantity, "万元", "zh") == "1亿元"
