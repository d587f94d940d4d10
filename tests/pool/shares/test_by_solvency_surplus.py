"""Shares by solvency surplus, by hand."""

import numpy as np

from coinsure.pool import Member
from coinsure.pool.shares import BySolvencySurplus


def test_capital_above_the_ratio_weighs_and_who_is_below_it_carries_nothing():
    members = {
        name: Member(
            paid_in_capital_and_reserves=1.0, actual_capital=actual, minimum_capital=minimum
        )
        for name, actual, minimum in (("a", 300.0, 100.0), ("b", 200.0, 100.0), ("c", 90.0, 100.0))
    }
    # above 150 %: 150 and 50; above 100 %: 200, 100 and nothing
    for ratio, shares in ((1.5, [0.75, 0.25, 0.0]), (1.0, [2 / 3, 1 / 3, 0.0])):
        table = BySolvencySurplus(target_ratio=ratio).divide(members, ("ic",))
        np.testing.assert_allclose(table.liability[:, 0], shares)
