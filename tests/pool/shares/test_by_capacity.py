"""Shares by capacity, by hand."""

import pytest

from coinsure.pool import ByCapacity


def test_an_offer_above_the_law_counts_as_the_law_allows(members):
    # 10 % of 300 and of 100; the second offers more than it may, in materials less
    two = members(300.0, 100.0, capacity=[{}, {"ic": 50.0, "materials": 6.0}])
    table = ByCapacity().divide(two, ("ic", "materials"))
    assert table.liability[:, 0].tolist() == pytest.approx([0.75, 0.25])
    assert table.liability[:, 1].tolist() == pytest.approx([30 / 36, 6 / 36])


def test_a_member_without_capacity_for_a_sector_is_not_in_it(members):
    two = members(300.0, 100.0, capacity=[{}, {"ic": 0.0}])
    assert ByCapacity().divide(two, ("ic",)).liability[:, 0].tolist() == [1.0, 0.0]


def test_nobody_carries_more_of_the_largest_risk_than_its_capacity(members):
    two = members(300.0, 100.0, appetite=[{"ic": 0.5}, {}])
    table = ByCapacity(largest_risk={"ic": 50.0}).divide(two, ("ic",))
    assert table.liability[:, 0].tolist() == pytest.approx([0.5, 0.2])  # appetite, 10 / 50
    assert table.unplaced[0] == pytest.approx(0.3)
