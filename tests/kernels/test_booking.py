"""Entering a cession in the books, against the same in plain array arithmetic."""

import numpy as np
import pytest

from coinsure.kernels.booking import enter_cession, spread_over_lines


@pytest.mark.parametrize("varying", [(), (0,), (1,), (0, 1)])
def test_the_books_are_those_of_the_slow_twin(varying):
    rng = np.random.default_rng(5)
    lines = np.array([3, 0])
    losses, net, cost = rng.random((2, 3, 7)), rng.random((4, 3, 7)), rng.random((4, 3, 7))
    charge, recovered = rng.random((2, 3)), rng.random((3, 7))
    reinstatement, commission = (rng.random((2, 3, 7 if n in varying else 1)) for n in range(2))
    expected = [net.copy(), cost.copy(), recovered + losses.sum(axis=0)]
    expected[0][lines] -= losses
    expected[1][lines] += charge[:, :, None] + (reinstatement - commission)
    below = enter_cession(lines, losses, charge, reinstatement, commission, net, cost, recovered)
    assert below
    for found, wanted in zip((net, cost, recovered), expected, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-14)


def test_what_is_left_is_not_below_zero_where_less_is_ceded_than_there_is():
    lines, none = np.array([0]), np.zeros((1, 1, 1))
    net, cost, recovered = np.ones((1, 1, 9)), np.zeros((1, 1, 9)), np.zeros((1, 9))
    half, rest = np.full((1, 1, 9), 0.5), np.full((1, 1, 9), 0.5)
    rest[0, 0, 8] += 1e-9
    assert not enter_cession(lines, half, none[0], none, none, net, cost, recovered)
    assert enter_cession(lines, rest, none[0], none, none, net, cost, recovered)


def test_an_amount_falls_on_lines_by_their_losses():
    amount = np.array([0.0, 6.0, 6.0, 5.0])
    losses = np.array([[1.0, 1.0, 0.0, 0.0], [3.0, 2.0, 4.0, 0.0]])
    expected = [[0.0, 2.0, 0.0, 0.0], [0.0, 4.0, 6.0, 0.0]]
    np.testing.assert_allclose(spread_over_lines(amount, losses), expected)
