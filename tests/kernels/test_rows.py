"""Adding rows of paths, against the same one element at a time."""

import numpy as np
import pytest

from coinsure.kernels.rows import STRIP, add_changes, add_groups, choose, combine, enter, exceeds

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


@pytest.mark.parametrize("n", [1, 3, 4, 6])
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


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_entries_go_to_the_balance_and_to_the_total_in_order(sign):
    rng = np.random.default_rng(3)
    rows, before = rng.lognormal(size=(2, 3, PATHS))
    after, total = np.empty((3, PATHS)), np.zeros(PATHS)
    enter(sign, rows, before, after, total)
    for p in range(PATHS):
        expected = 0.0
        for m in range(3):
            assert after[m, p] == before[m, p] + sign * rows[m, p]
            expected = expected + rows[m, p]
        assert total[p] == expected


@pytest.mark.parametrize(
    ("due", "own", "balance", "found"),
    [
        (5.0, 3.0, 2.0, False),
        (5.0, 3.0, 1.9, True),
        (0.0, -3.0, 1.0, False),  # nobody pays less than nothing
        (0.1, -3.0, 1.0, True),
    ],
)
def test_one_amount_above_its_means_is_found_wherever_it_is(due, own, balance, found):
    for place in ((0, 0), (2, PATHS - 1)):
        of_all = [np.full((3, PATHS), amount) for amount in (1.0, 1.0, 1.0)]
        for rows, amount in zip(of_all, (due, own, balance), strict=True):
            rows[place] = amount
        assert exceeds(*of_all) is found


def test_parts_are_chosen_where_the_amount_is_positive():
    rng = np.random.default_rng(4)
    amount = rng.normal(size=PATHS)
    amount[:3] = 0.0
    yes, no = rng.normal(size=(2, 3, PATHS))
    chosen = np.empty((3, PATHS))
    choose(amount, yes, no, chosen)
    np.testing.assert_array_equal(chosen, np.where(amount > 0.0, yes, no))


def test_changes_are_added_up_in_order():
    rng = np.random.default_rng(5)
    rows, before = rng.lognormal(size=(2, 3, PATHS))
    total = np.zeros(PATHS)
    add_changes(rows, before, total)
    for p in range(PATHS):
        expected = 0.0
        for m in range(3):
            expected = expected + (rows[m, p] - before[m, p])
        assert total[p] == expected
