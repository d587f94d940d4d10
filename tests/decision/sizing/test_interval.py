"""Feasible shares of one member: linear limits in closed form, tail means by their own value."""

import numpy as np
import pytest

from coinsure.decision.sizing import Book, Curve, Limit, interval, tail_mean
from coinsure.risk.measures import tail_value_at_risk

LEVEL = 0.99


@pytest.fixture(scope="module")
def book():
    rng = np.random.default_rng(3)
    deficit = rng.exponential(1.0, (2, 5_000)) - 0.8
    return Book(("A", "B"), ("s", "t"), deficit, np.ones(2), 0)


def limit(kind, row, bound, curves=None):
    weight = np.zeros((2, 2))
    weight[0] = row
    return Limit(kind, "A", None, weight, bound, curves or {}, scale=1.0)


def ends(book, limits, place=(0, 0), shares=None):
    curves = [Curve(m, tail_mean(book, k, LEVEL)) for k, m in enumerate(book.members)]
    table = np.full((2, 2), 0.5) if shares is None else shares
    names = book.members[place[0]], book.sectors[place[1]]
    return interval(limits, curves, table, place, names)


def test_without_limits_everything_is_feasible(book):
    found = ends(book, [])
    assert (found.low, found.high, found.below, found.above) == (0.0, 1.0, None, None)


def test_the_narrowest_limit_is_named(book):
    wide, narrow = limit("appetite", [1.0, 0.0], 0.9), limit("article_103", [2.0, 1.0], 1.3)
    least = limit("min_share", [-1.0, 0.0], -0.1)
    found = ends(book, [wide, narrow, least])
    assert (found.low, found.high) == pytest.approx((0.1, 0.4))  # 2 x + 0.5 <= 1.3
    assert (found.below, found.above) == (least, narrow)


def test_a_budget_ends_where_the_tail_mean_uses_it_up(book):
    budget = limit("risk_budget", [0.0, 0.0], 3.0, {0: 1.0})
    found = ends(book, [budget])
    lost = found.high * book.deficit[0] + 0.5 * book.deficit[1]
    assert 0.0 < found.high < 1.0
    assert tail_value_at_risk(lost, LEVEL) == pytest.approx(3.0, rel=1e-8)
    assert found.above is budget


def test_other_members_limits_do_not_count(book):
    weight = np.array([[1.0, 0.0], [0.0, 0.0]])
    assert ends(book, [Limit("appetite", "B", None, weight, 0.2)]).high == 1.0


def test_nothing_is_feasible_where_the_other_shares_break_the_limit(book):
    broken = limit("article_103", [1.0, 4.0], 1.5)  # 2 of it by the other sector
    found = ends(book, [broken])
    assert found.empty
    assert found.above is broken


def test_an_opposite_limit_leaves_nothing(book):
    most, least = limit("appetite", [1.0, 0.0], 0.2), limit("lead_share", [-1.0, 0.0], -0.4)
    found = ends(book, [most, least])
    assert found.empty
    assert (found.low, found.high) == pytest.approx((0.4, 0.2))
