"""A whole company in C-ROSS II, by hand."""

import math

import numpy as np
import pytest

from coinsure.capital.company import Added, minimum_capital, requirement
from coinsure.capital.cross2 import (
    Exposure,
    History,
    arrears_charge,
    control_part,
    non_life_risk,
    premium_and_reserve_risk,
    quantified_risk,
    rules,
)
from coinsure.capital.economic import solvency_ratio
from coinsure.capital.limits import within
from coinsure.pool.own_book import OwnBook

HUNDRED_MILLION = 1e8

BOOK = OwnBook(
    core_capital=50.0,
    total_assets=500.0,
    premium_risk={"motor": 40.0, "property": 20.0},
    reserve_risk={"motor": 20.0, "property": 10.0},
    catastrophe_risk=10.0,
    market_risk=60.0,
    credit_risk=25.0,
    control_score=85.0,
)


def together(premium: float, reserve: float) -> float:
    return math.sqrt(premium**2 + premium * reserve + reserve**2)


def by_hand(motor: float, own_property: float, credit: float) -> float:
    classes = math.hypot(motor, own_property)  # motor and property: correlation 0
    insurance = math.sqrt(classes**2 + 0.5 * classes * 10 + 10**2)
    quantified = math.sqrt(
        insurance**2
        + 60**2
        + credit**2
        + 2 * (0.10 * insurance * 60 + 0.15 * insurance * credit + 0.27 * 60 * credit)
    )
    return quantified * 0.95 * (1 - 0.025)


def test_rule_4_catastrophe_risk_joins_premium_and_reserve_risk_by_a_quarter():
    premium, reserve = np.zeros((2, len(rules().classes)))
    premium[rules().classes.index("property")] = 30.0
    assert non_life_risk(premium, reserve, 40.0) == pytest.approx(
        math.sqrt(900 + 2 * 0.25 * 30 * 40 + 1600)
    )
    assert non_life_risk(premium, reserve) == pytest.approx(30.0)


def test_rule_2_insurance_market_and_credit_risk():
    # 100 + 400 + 900 + 2 (0.10 x 10 x 20 + 0.15 x 10 x 30 + 0.27 x 20 x 30) = 1,854
    assert quantified_risk(10.0, 20.0, 30.0) == pytest.approx(math.sqrt(1854.0))


@pytest.mark.parametrize(
    ("score", "part"),
    [(0, 0.75), (60, 0.15), (70, 0.05), (78, 0.01), (80, 0), (90, -0.05), (95, -0.1), (100, -0.15)],
)
def test_rule_12_article_120_control_risk(score, part):
    assert control_part(score) == pytest.approx(part, abs=1e-12)


def test_a_score_is_between_0_and_100():
    with pytest.raises(ValueError, match=r"100\.5"):
        control_part(100.5)


def test_rule_9_ordinary_receivables_by_age():
    # 10 a month: 6 months at 0, 6 at 50 %, 3 at 100 %
    assert arrears_charge(120.0, 15.0, "ordinary") == pytest.approx(60.0)
    assert arrears_charge(120.0, 6.0, "ordinary") == 0.0


def test_a_company_before_the_pool():
    found = minimum_capital(BOOK, HUNDRED_MILLION)
    assert found == pytest.approx(by_hand(together(40, 20), together(20, 10), 25))


def test_the_unit_of_money_decides_the_size_relief_and_nothing_else():
    small = BOOK.model_copy(update={"total_assets": 500.0})
    assert minimum_capital(small, 1e4) / minimum_capital(small, HUNDRED_MILLION) == pytest.approx(
        0.90 / 0.95
    )


def test_the_pool_joins_its_class_and_plain_addition_overstates_three_to_four_times():
    charge = premium_and_reserve_risk(
        [Exposure("x", "liability", 10.0, 5.0)], "tech_0.9_property"
    )  # 10 x 0.391 x 0.9 and 5 x 0.561 x 0.9
    before = minimum_capital(BOOK, HUNDRED_MILLION)
    after = minimum_capital(BOOK, HUNDRED_MILLION, Added.of(charge, 1.0))
    assert after == pytest.approx(by_hand(together(40, 20), together(20 + 3.519, 10 + 2.5245), 26))
    # a company whose mix is the industry's: motor 54 %, property 5 % of premium, 44 : 39 : 17
    industry = OwnBook(
        core_capital=100.0,
        total_assets=5_000.0,
        premium_risk={
            "motor": 55.6,
            "property": 19.6,
            "hull_cargo_special": 7.0,
            "liability": 18.3,
            "agriculture": 29.3,
            "credit_guarantee": 9.3,
            "accident": 3.7,
            "health": 15.0,
        },
        reserve_risk={"motor": 26.6, "property": 11.2, "liability": 15.6, "agriculture": 15.9},
        catastrophe_risk=11.0,
        market_risk=92.0,
        credit_risk=40.0,
    )
    alone = minimum_capital(industry, HUNDRED_MILLION)
    small = premium_and_reserve_risk([Exposure("x", "property", 1.0, 0.3)], "tech_0.9_property")
    strain = minimum_capital(industry, HUNDRED_MILLION, Added.of(small, 0.0)) - alone
    assert 2.5 < small.total / strain < 4.5
    assert before < after


def test_k_from_a_combined_ratio_above_105_takes_the_technology_relief_back():
    one = [Exposure("x", "liability", 100.0, 0.0)]
    found = premium_and_reserve_risk(
        one, "tech_0.9_property", {"property": History(combined_ratio=1.06)}
    )
    assert found.total == pytest.approx(39.1)


def test_m7_may_carry_4_percent_of_a_site_of_2_billion_and_no_more():
    cap = 0.10 * 8.0
    assert within(0.04 * 20.0, cap)
    assert not within(0.05 * 20.0, cap)
    assert within(cap * (1 + 0.9e-9), cap)
    assert not within(cap * (1 + 1.1e-9), cap)


def test_m8_by_plain_addition():
    # 13 of capital, 10.4 needed; 4 % of a book of 1.92 that is charged 0.871
    needed = 10.4 + 0.04 * 0.871
    assert 100 * solvency_ratio(13.0, 10.4, 0.04 * 0.871) == pytest.approx(124.6, abs=0.05)
    # a 1-in-200 year: losses of 6.09 (3.17 x premium) less premium of 1.34 after expenses
    bad = 13.0 - 0.04 * (6.09 - 1.34)
    assert 100 * solvency_ratio(bad, needed) == pytest.approx(122.8, abs=0.05)
    worst = (13.0 - 1.2 * needed) / 0.04 + 1.34
    assert worst == pytest.approx(13.3, abs=0.05)
    assert worst / 1.92 == pytest.approx(6.9, abs=0.05)


def test_slopes_of_the_requirement_are_its_differences_in_every_charge():
    draw = np.random.default_rng(3)
    book = OwnBook(
        core_capital=1_000.0,
        total_assets=9_000.0,
        premium_risk={"motor": 60.0, "property": 25.0},
        reserve_risk={"motor": 30.0, "liability": 12.0},
        catastrophe_risk=15.0,
        market_risk=80.0,
        credit_risk=40.0,
        control_score=72.0,
    )
    classes = len(rules().classes)
    premium, reserve = draw.uniform(1.0, 9.0, (2, classes))
    found = requirement(book, 1e4, Added(premium, reserve, 5.0))
    step = 1e-5
    for c in range(classes):
        one = np.eye(classes)[c] * step
        more = requirement(book, 1e4, Added(premium + one, reserve, 5.0)).total
        assert (more - found.total) / step == pytest.approx(found.by_premium[c], rel=1e-4)
        more = requirement(book, 1e4, Added(premium, reserve + one, 5.0)).total
        assert (more - found.total) / step == pytest.approx(found.by_reserve[c], rel=1e-4)
    more = requirement(book, 1e4, Added(premium, reserve, 5.0 + step)).total
    assert (more - found.total) / step == pytest.approx(found.by_credit, rel=1e-4)
