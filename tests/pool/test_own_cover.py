"""Members' own reinsurance in their accounts: theirs alone, and no money made."""

import numpy as np
import pytest

from coinsure.pool.in_force import InForce
from coinsure.pool.own_cover import YearCover
from coinsure.tables.assumed import Assumed
from coinsure.tables.own import OwnCover
from coinsure.tables.shares import ShareTable

OWN = OwnCover(
    names=("outside", "between"),
    member=(0, 1),
    taker=(-1, 2),
    cost=np.full((2, 1, 2), 3.0),
    recovered=np.array([[[12.0, 0.0]], [[0.0, 8.0]]]),
    lost=np.array([[[2.0, 0.0]], [[0.0, 0.0]]]),
    ceded=(),
)


def test_the_member_gets_what_it_recovers_less_the_price_and_the_taker_pays_it():
    year = YearCover.of(OWN, None, 0, slice(0, 2))
    inside = np.ones((3, 1))
    expected = [[7.0, -3.0], [-3.0, 5.0], [3.0, -5.0]]
    np.testing.assert_allclose(year.received(inside), expected)
    np.testing.assert_allclose(year.from_outside(inside), [7.0, -3.0])


def test_cover_ends_with_membership():
    year = YearCover.of(OWN, None, 0, slice(0, 2))
    inside = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    expected = [[0.0, -3.0], [-3.0, 0.0], [3.0, 0.0]]
    np.testing.assert_allclose(year.received(inside), expected)
    np.testing.assert_allclose(year.from_outside(inside), [0.0, -3.0])


def test_a_member_earns_on_what_is_written_and_pays_on_what_is_carried():
    taken = Assumed((1,), np.full((1, 2, 1, 2), 5.0), np.array([[[[40.0, 0.0]], [[0.0, 20.0]]]]))
    premium = np.array([[0.5, 0.2], [0.5, 0.4]])
    table = ShareTable(("M1", "M2"), ("a", "b"), premium, np.array([[0.5, 0.2], [0.5, 0.2]]))
    year = YearCover.of(None, taken, 0, slice(0, 2))
    held = InForce(table, np.array([[1.0, 0.0], [1.0, 1.0]]))
    # M1 is out on the second path: half of a and 0.4 of b are written, half of a, 0.2 of b carried
    earned = [5.0 + 0.6 * 5.0 - 40.0, 0.5 * 5.0 + 0.4 * 5.0 - 0.2 * 20.0]
    np.testing.assert_allclose(year.assumed(held), [[0.0, 0.0], earned])
    assert not year.received(held.inside).any()


@pytest.mark.parametrize("path", [0, 1])
def test_nobody_buys_and_nobody_gives(path):
    year = YearCover.of(None, None, 0, slice(path, path + 1))
    table = ShareTable(("M1",), ("a",), np.ones((1, 1)), np.ones((1, 1)))
    assert not year.assumed(InForce(table, np.ones((1, 1)))).any()
    assert not year.received(np.ones((1, 1))).any()
    assert not year.from_outside(np.ones((1, 1))).any()
