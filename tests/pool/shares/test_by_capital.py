"""Shares by capital, by hand."""

import pytest

from coinsure.pool import ByCapital, Member


def test_shares_follow_the_base_of_the_legal_limits(members):
    table = ByCapital().divide(members(30.0, 10.0), ("ic",))
    assert table.liability[:, 0].tolist() == [0.75, 0.25]


def test_shares_may_follow_actual_capital():
    rich = Member(paid_in_capital_and_reserves=10.0, actual_capital=90.0, minimum_capital=1.0)
    poor = Member(paid_in_capital_and_reserves=90.0, actual_capital=10.0, minimum_capital=1.0)
    table = ByCapital(base="actual_capital").divide({"rich": rich, "poor": poor}, ("ic",))
    assert table.liability[:, 0].tolist() == pytest.approx([0.9, 0.1])


def test_what_nobody_has_an_appetite_for_is_unplaced(members):
    two = members(30.0, 10.0, appetite=[{"ic": 0.5}, {"ic": 0.3}])
    table = ByCapital().divide(two, ("ic",))
    assert table.liability[:, 0].tolist() == [0.5, 0.3]
    assert table.unplaced.tolist() == pytest.approx([0.2])
