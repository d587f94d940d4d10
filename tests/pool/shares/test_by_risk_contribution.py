"""Shares by risk contribution, by hand."""

import numpy as np
import pytest

from coinsure.pool.shares import ByRiskContribution
from coinsure.pool.shares.rule import PilotBook

BOOK = PilotBook(
    sectors=("ic", "materials"),
    premium=np.array([10.0, 10.0]),
    kept=np.array([6.0, 6.0]),
    claims=np.array([[0.0, 9.0, 1.0, 3.0], [2.0, 3.0, 1.0, 6.0]]),
)


def test_who_brings_the_worst_years_carries_them(members):
    """The worst two of four years cost 12 and 9: ic 6 of it on average, materials 4.5.

    The first member brings all of ic and a third of materials: 7.5 of 10.5.
    """
    two = members(1.0, 1.0, brings=({"ic": 5.0, "materials": 1.0}, {"materials": 2.0}))
    table = ByRiskContribution(level=0.5).read(two, BOOK)
    np.testing.assert_allclose(table.liability, [[7.5 / 10.5] * 2, [3.0 / 10.5] * 2])


def test_before_the_pilot_it_goes_by_premium_brought(members):
    two = members(1.0, 1.0, brings=({"ic": 3.0}, {"ic": 1.0}))
    table = ByRiskContribution().divide(two, ("ic",))
    np.testing.assert_allclose(table.liability[:, 0], [0.75, 0.25])


def test_a_level_without_a_tail_is_refused():
    with pytest.raises(ValueError, match=r"less than or equal to 0\.999"):
        ByRiskContribution(level=0.9999)
