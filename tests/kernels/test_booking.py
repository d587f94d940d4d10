"""Entering a cession in the books, against the same in plain array arithmetic."""

import numpy as np
import pytest

from coinsure.kernels.booking import enter_cession


@pytest.mark.parametrize("varies", [True, False])
def test_the_books_are_those_of_the_slow_twin(varies):
    rng = np.random.default_rng(5)
    lines = np.array([3, 0])
    losses, net, cost = rng.random((2, 3, 7)), rng.random((4, 3, 7)), rng.random((4, 3, 7))
    charge, recovered = rng.random((2, 3)), rng.random((3, 7))
    varying = rng.random((2, 3, 7)) if varies else np.zeros((0, 0, 0))
    expected = [net.copy(), cost.copy(), recovered + losses.sum(axis=0)]
    for n, line in enumerate(lines):
        expected[0][line] -= losses[n]
        expected[1][line] += charge[n][:, None]
        if varies:
            expected[1][line] += varying[n]
    below = enter_cession(lines, losses, charge, varying, net, cost, recovered)
    assert below == (net[lines] < 0.0).any()
    for found, wanted in zip((net, cost, recovered), expected, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-14)
