"""Adding rows of paths, against the same one element at a time."""

import numpy as np
import pytest

from coinsure.kernels.rows import STRIP, add_groups, combine

PATHS = STRIP + 7


def test_lines_are_added_to_their_sectors_in_order():
    rng = np.random.default_rng(1)
    rows, group = rng.lognormal(size=(5, 3, PATHS)), np.array([2, 0, 2, 2, 0])
    first, total = 11, rng.random((3, PATHS - 20))
    expected = total.copy()
    for line in range(5):
        for p in range(PATHS - 20):
            expected[group[line], p] += rows[line, 1, first + p]
    add_groups(rows, group, 1, first, total)
    np.testing.assert_array_equal(total, expected)


@pytest.mark.parametrize("n", [1, 4])
def test_rows_are_combined_in_order_with_two_roundings_each(n):
    """A product and a sum, as numpy has them: no fused step, whatever the processor."""
    rng = np.random.default_rng(2)
    weights, rows = rng.random((3, n)), rng.lognormal(size=(n, PATHS))
    total = np.empty((3, PATHS))
    combine(weights, rows, total)
    for i in range(3):
        for p in range(PATHS):
            expected = weights[i, 0] * rows[0, p]
            for j in range(1, n):
                expected = expected + weights[i, j] * rows[j, p]
            assert total[i, p] == expected
