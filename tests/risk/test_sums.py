import numpy as np

from coinsure.risk.sums import in_groups, in_halves, in_order


def test_in_order_adds_from_left_to_right():
    assert in_order(np.array([[1e16, 1.0, -1e16], [1.0, 2.0, 3.0]])).tolist() == [0.0, 6.0]
    assert in_order(np.empty((2, 0))).tolist() == [0.0, 0.0]


def test_in_halves_adds_the_second_half_to_the_first():
    assert in_halves(np.array([1e16, 1.0, -1e16, 1.0])) == 2.0  # in order the last 1 alone is left
    assert in_halves(np.array([[1.0, 2.0, 4.0, 8.0, 16.0], np.zeros(5)])).tolist() == [31.0, 0.0]
    assert in_halves(np.empty((2, 0))).tolist() == [0.0, 0.0]
    assert in_halves(np.array([3.0])) == 3.0


def test_in_groups_gives_zero_to_a_group_without_rows():
    assert in_groups(np.array([2, 0, 2]), np.array([1.0, 5.0, 2.5]), 4).tolist() == [
        5.0,
        0.0,
        3.5,
        0.0,
    ]
    assert in_groups(np.empty(0, np.int64), np.empty(0), 2).tolist() == [0.0, 0.0]
