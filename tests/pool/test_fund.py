"""A year of the reserve, by hand."""

import numpy as np
import pytest

from coinsure.pool import Reserve
from coinsure.pool.fund import FundYear, fund_names, turn


def year(*sectors):
    """Make a year of one path from (premium, net premium, claims, result) of each sector."""
    columns = np.array(sectors, float).T[:, :, None]
    return FundYear(*columns)


def turned(opening, of, **terms):
    turnover = turn(Reserve(**terms), np.array(opening, float)[:, None], of, tax_rate=0.25)
    return [
        rows[:, 0].round(12).tolist()
        for rows in (turnover.balance, turnover.paid_in, turnover.drawn)
    ]


@pytest.mark.parametrize(("accounting", "built"), [("equity_after_tax", 15.0), ("liability", 20.0)])
def test_what_is_set_aside_as_equity_is_taxed_first(accounting, built):
    of = year((1000.0, 900.0, 500.0, 100.0))
    assert turned([5.0], of, build_of_profit=0.2, accounting=accounting) == [
        [5.0 + built],
        [built],
        [0.0],
    ]


def test_a_loss_builds_nothing():
    of = year((1000.0, 900.0, 800.0, -100.0))
    assert turned([5.0], of, build_of_profit=0.2) == [[5.0], [0.0], [0.0]]


def test_the_cap_stops_the_build_but_pays_nothing_out():
    of = year((1000.0, 900.0, 500.0, 400.0))
    assert turned([95.0], of, build_of_profit=0.2, cap_of_premium=0.1) == [[100.0], [5.0], [0.0]]
    assert turned([130.0], of, build_of_profit=0.2, cap_of_premium=0.1) == [[130.0], [0.0], [0.0]]


def test_claims_above_the_trigger_are_met_as_far_as_the_money_goes():
    of = year((1000.0, 900.0, 960.0, -360.0))  # 60 above 900
    assert turned([100.0], of, build_of_profit=0.2) == [[40.0], [0.0], [60.0]]
    assert turned([25.0], of, build_of_profit=0.2) == [[0.0], [0.0], [25.0]]
    assert turned([100.0], of, build_of_profit=0.2, release_above_loss_ratio=1.2)[2] == [0.0]


def test_the_part_of_the_premium_is_there_for_the_claims_of_its_year():
    of = year((1000.0, 900.0, 960.0, -360.0))
    assert turned([0.0], of, build_of_premium=0.05) == [[0.0], [50.0], [50.0]]


def test_every_sector_has_its_own_fund():
    of = year((1000.0, 1000.0, 400.0, 200.0), (500.0, 500.0, 560.0, -100.0))
    assert turned([10.0, 40.0], of, build_of_profit=0.4) == [[70.0, 0.0], [60.0, 0.0], [0.0, 40.0]]


def test_sectors_build_a_common_fund_by_their_profits_and_draw_by_their_excess():
    good = year(
        (1000.0, 1000.0, 400.0, 200.0), (500.0, 500.0, 200.0, 50.0), (100.0, 100.0, 90.0, -50.0)
    )
    balance, paid_in, drawn = turned([0.0], good, build_of_profit=0.4, scope="pool")
    assert balance == pytest.approx([60.0])  # 0.4 x 0.75 x 200
    assert paid_in == pytest.approx([48.0, 12.0, 0.0])
    assert drawn == [0.0, 0.0, 0.0]
    bad = year(
        (1000.0, 1000.0, 1500.0, -800.0), (500.0, 500.0, 600.0, -50.0), (100.0, 100.0, 20.0, 50.0)
    )
    balance, paid_in, drawn = turned([60.0], bad, build_of_profit=0.4, scope="pool")
    assert balance == [0.0]
    assert drawn == pytest.approx([50.0, 10.0, 0.0])  # excesses of 500 and 100
    assert paid_in == [0.0, 0.0, 0.0]


def test_a_common_fund_takes_its_part_of_the_premium_from_every_sector():
    of = year((300.0, 300.0, 0.0, 0.0), (100.0, 100.0, 0.0, 0.0))
    _, paid_in, _ = turned([0.0], of, build_of_premium=0.1, scope="pool")
    assert paid_in == pytest.approx([30.0, 10.0])


def test_funds_are_named_after_their_scope():
    assert fund_names(None, ("a", "b")) == ()
    assert fund_names(Reserve(build_of_profit=0.1), ("a", "b")) == ("a", "b")
    assert fund_names(Reserve(build_of_profit=0.1, scope="pool"), ("a", "b")) == ("pool",)
