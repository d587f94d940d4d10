"""Members' own reinsurance in their accounts: theirs alone, and no money made."""

import numpy as np

from coinsure.pool.own_cover import YearCover
from coinsure.tables.own import OwnCover

OWN = OwnCover(
    names=("outside", "between"),
    member=(0, 1),
    taker=(-1, 2),
    premium=np.full((2, 1), 3.0),
    cost=np.full((2, 1, 2), 3.0),
    recovered=np.array([[[10.0, 0.0]], [[0.0, 8.0]]]),
)


def test_the_member_gets_what_it_recovers_less_the_price_and_the_taker_pays_it():
    year = YearCover.of(OWN, 0, slice(0, 2))
    inside = np.ones((3, 1))
    expected = [[7.0, -3.0], [-3.0, 5.0], [3.0, -5.0]]
    np.testing.assert_allclose(year.received(inside), expected)
    np.testing.assert_allclose(year.from_outside(inside), [7.0, -3.0])


def test_cover_ends_with_membership():
    year = YearCover.of(OWN, 0, slice(0, 2))
    inside = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    expected = [[0.0, -3.0], [-3.0, 0.0], [3.0, 0.0]]
    np.testing.assert_allclose(year.received(inside), expected)
    np.testing.assert_allclose(year.from_outside(inside), [0.0, -3.0])
