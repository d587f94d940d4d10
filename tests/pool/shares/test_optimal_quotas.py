"""Quotas of the co-insurance game, by hand."""

import numpy as np

from coinsure.pool.shares import OptimalQuotas


def test_quotas_are_tolerances_in_proportion(members):
    # risk aversions 0.1, 0.2 and 0.2: quotas 10 : 5 : 5
    rule = OptimalQuotas(tolerance={"M1": 10.0, "M2": 5.0, "M3": 5.0})
    table = rule.divide(members(1.0, 1.0, 1.0), ("ic",))
    np.testing.assert_allclose(table.liability[:, 0], [0.5, 0.25, 0.25])


def test_without_tolerances_surplus_capital_counts(members):
    table = OptimalQuotas().divide(members(30.0, 10.0), ("ic",))  # 60 - 30 and 20 - 10
    np.testing.assert_allclose(table.liability[:, 0], [0.75, 0.25])
