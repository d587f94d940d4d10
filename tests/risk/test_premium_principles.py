import math

import numpy as np
import pytest
from scipy.special import roots_genlaguerre

from coinsure.risk.premium_principles import (
    deviation_principle,
    esscher,
    expected_value,
    exponential,
    variance_principle,
)


def test_principles_of_a_gamma_loss():
    # reference/premium_principles_gamma.json: Gamma(4, 50), as a weighted sample of 80 Gauss nodes
    nodes, weights = roots_genlaguerre(80, 3.0)
    loss = 50.0 * nodes
    assert expected_value(loss, 0.2, weights) == pytest.approx(240.0, abs=1e-5)
    assert variance_principle(loss, 0.001, weights) == pytest.approx(210.0, abs=1e-5)
    assert deviation_principle(loss, 0.3, weights) == pytest.approx(230.0, abs=1e-5)
    assert exponential(loss, 0.002, weights) == pytest.approx(210.72103131565257, abs=1e-5)
    assert esscher(loss, 0.004, weights) == pytest.approx(250.0, abs=1e-5)


def test_principles_of_a_coin_by_hand():
    loss = [0.0, 10.0]
    assert expected_value(loss, 0.1) == pytest.approx(5.5)
    assert variance_principle(loss, 0.1) == pytest.approx(7.5)
    assert deviation_principle(loss, 0.1) == pytest.approx(5.5)
    assert exponential(loss, 0.1) == pytest.approx(10.0 * math.log((1.0 + math.e) / 2.0))
    assert esscher(loss, 0.1) == pytest.approx(10.0 * math.e / (1.0 + math.e))


def test_large_losses_do_not_overflow():
    assert exponential([0.0, 1e9], 1.0) == pytest.approx(1e9 - math.log(2.0))
    assert esscher([0.0, 1e9], 1.0) == pytest.approx(1e9)
    assert esscher([0.0, 1e9], -1.0) == pytest.approx(0.0)


def test_without_aversion_the_exponential_premium_is_the_mean():
    values = np.array([1.0, 2.0, 6.0])
    assert exponential(values, 0.0) == pytest.approx(3.0)
    assert exponential(values, 1e-9) == pytest.approx(3.0, abs=1e-6)
    with pytest.raises(ValueError, match="aversion"):
        exponential(values, -1.0)
