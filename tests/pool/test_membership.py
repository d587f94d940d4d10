"""Members that join and leave, and what they pay or get for the reserve."""

import numpy as np
import pytest

from coinsure.pool.membership import yearly_shares
from coinsure.tables.shares import ShareTable


def table(members, shares, premium=None):
    return ShareTable.of(members, ("ic",), [[s] for s in shares], premium=premium)


def test_the_share_of_a_member_that_left_is_spread_over_the_others(members):
    three = members(1.0, 1.0, 1.0, leaves_in_year=(None, None, 2))
    first, second = yearly_shares(table(three, [0.5, 0.3, 0.2]), three, 2)
    assert first.liability[:, 0].tolist() == [0.5, 0.3, 0.2]
    np.testing.assert_allclose(second.liability[:, 0], [0.625, 0.375, 0.0])


def test_nobody_takes_more_than_its_appetite_of_a_share_that_is_spread(members):
    three = members(
        1.0, 1.0, 1.0, leaves_in_year=(None, None, 2), appetite=({"ic": 0.52}, {"ic": 0.4}, {})
    )
    second = yearly_shares(table(three, [0.5, 0.3, 0.2]), three, 2)[1]
    np.testing.assert_allclose(second.liability[:, 0], [0.52, 0.4, 0.0])
    np.testing.assert_allclose(second.unplaced, [0.08])


def test_a_member_has_no_share_before_it_joins(members):
    two = members(1.0, 1.0, joins_in_year=(None, 3))
    years = yearly_shares(table(two, [0.5, 0.25]), two, 3)
    np.testing.assert_allclose(years[0].liability[:, 0], [0.75, 0.0])
    assert years[1].liability.tolist() == years[0].liability.tolist()
    assert years[2].liability[:, 0].tolist() == [0.5, 0.25]


def test_a_member_that_is_always_in_changes_nothing(members):
    two = members(1.0, 1.0)
    agreed = table(two, [0.5, 0.5])
    assert all(of_year is agreed for of_year in yearly_shares(agreed, two, 3))


@pytest.mark.parametrize(
    ("joins", "leaves", "inside"),
    [(None, None, [1, 2, 3, 4]), (3, None, [3, 4]), (None, 3, [1, 2]), (2, 4, [2, 3])],
)
def test_the_years_of_a_membership(members, joins, leaves, inside):
    (member,) = members(1.0, joins_in_year=(joins,), leaves_in_year=(leaves,)).values()
    assert [year for year in range(1, 5) if member.is_in(year)] == inside
