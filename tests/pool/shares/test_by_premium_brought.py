"""Shares by premium brought, by hand."""

import numpy as np

from coinsure.pool.shares import ByPremiumBrought


def test_each_sector_goes_by_what_was_brought_of_it(members):
    two = members(1.0, 1.0, brings=({"ic": 30.0}, {"ic": 10.0, "materials": 5.0}))
    table = ByPremiumBrought().divide(two, ("ic", "materials"))
    np.testing.assert_allclose(table.liability, [[0.75, 0.0], [0.25, 1.0]])
    np.testing.assert_allclose(table.premium, table.liability)


def test_or_all_sectors_by_what_was_brought_of_all(members):
    two = members(1.0, 1.0, brings=({"ic": 30.0}, {"ic": 10.0, "materials": 5.0}))
    table = ByPremiumBrought(base="pool").divide(two, ("ic", "materials"))
    np.testing.assert_allclose(table.liability, [[2 / 3] * 2, [1 / 3] * 2])


def test_a_sector_that_nobody_brings_anything_of_is_unplaced(members):
    table = ByPremiumBrought().divide(members(1.0, 1.0), ("ic",))
    np.testing.assert_allclose(table.unplaced, [1.0])
