"""Shares by negotiated weights, by hand."""

import numpy as np

from coinsure.pool.shares import ByWeight


def test_weights_count_in_proportion_and_by_sector(members):
    rule = ByWeight(weights={"M1": 3.0, "M2": 1.0}, sectors={"ic": {"M2": 1.0, "M3": 1.0}})
    table = rule.divide(members(1.0, 1.0, 1.0), ("materials", "ic"))
    np.testing.assert_allclose(table.liability, [[0.75, 0.0], [0.25, 0.5], [0.0, 0.5]])


def test_what_an_appetite_cuts_off_goes_to_the_others(members):
    three = members(1.0, 1.0, 1.0, appetite=({"ic": 0.4}, {}, {}))
    table = ByWeight(weights={"M1": 2.0, "M2": 1.0, "M3": 1.0}).divide(three, ("ic",))
    np.testing.assert_allclose(table.liability[:, 0], [0.4, 0.3, 0.3])
