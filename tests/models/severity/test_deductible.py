"""Losses net of a deductible: an amount, a rate of the value, or the higher of the two."""

import numpy as np
import pytest
from scipy import integrate

from coinsure.errors import ModelRefusedError
from coinsure.models.severity import Beta, Constant, Lognormal, Uniform, net_of_deductible

HULL = Beta(alpha=1.5, beta=1.5, scale=Lognormal(mean=15.0, sigma=0.8))
INNER = np.linspace(0.01, 0.99, 21)
TAIL = 10.0 ** -np.arange(1.0, 14.0)


def test_an_amount_moves_the_whole_distribution():
    severity = Uniform(low=10.0, high=20.0)
    net = net_of_deductible(severity, 12.0, 0.0)
    assert net.support() == (-2.0, 8.0)
    np.testing.assert_allclose(net.quantile([0.0, 0.2, 1.0]), [-2.0, 0.0, 8.0], atol=1e-12)
    np.testing.assert_allclose(net.quantile_of_survival([0.2, 0.5]), [6.0, 3.0])
    np.testing.assert_allclose([net.cdf(3.0), net.survival(6.0)], [0.5, 0.2])
    assert net.expected() == pytest.approx(3.2)  # 8 x 8 / 2 / 10
    assert net.limited_mean(3.0) == pytest.approx(3.2 - 1.25)  # less 5 x 5 / 2 / 10
    assert net.limited_mean(np.inf) == pytest.approx(3.2)


@pytest.mark.parametrize(("deductible", "effective"), [(0.0, 20.0), (5.0, 20.0), (30.0, 30.0)])
def test_the_higher_of_amount_and_rate_of_a_known_value_counts(deductible, effective):
    net = net_of_deductible(Beta(alpha=1.0, beta=1.0, scale=200.0), deductible, 0.1)
    np.testing.assert_allclose(net.quantile([0.25, 0.75]), [50.0 - effective, 150.0 - effective])


def test_a_rate_alone_leaves_a_smaller_share_of_a_random_value():
    # V (B - 0.3) with B uniform on (0.3, 1): a uniform share of V on (0, 0.7).
    value = Lognormal(mean=15.0, sigma=0.8)
    net = net_of_deductible(Uniform(low=0.3, high=1.0, scale=value), 0.0, 0.3)
    twin = Uniform(low=0.0, high=0.7, scale=value)
    np.testing.assert_allclose(net.quantile(INNER), twin.quantile(INNER), rtol=1e-8)
    np.testing.assert_allclose(
        net.quantile_of_survival(TAIL), twin.quantile_of_survival(TAIL), rtol=1e-8
    )
    np.testing.assert_allclose(
        net.limited_mean([1.0, 5.0, 50.0, np.inf]),
        twin.limited_mean([1.0, 5.0, 50.0, np.inf]),
        rtol=1e-8,
    )


def test_a_known_share_of_a_random_value_done_by_hand():
    # V uniform on (0, 100), B = 0.5, deductible max(10, 0.3 V): 0.5 V - 10 up to V = 33.3, where
    # it is 6.67, then 0.2 V. P(paid > 15) = P(V > 75); mean = 40/9 x 10/100 + 13.33 x 2/3 ... :
    # integral of (0.5 V - 10) from 20 to 100/3 is 400/9, of 0.2 V from 100/3 to 100 is 8000/9.
    value = Uniform(low=0.0, high=100.0)
    net = net_of_deductible(Constant(value=0.5, scale=value), 10.0, 0.3)
    assert net.survival(15.0) == pytest.approx(0.25, rel=1e-9)
    assert net.survival(5.0) == pytest.approx(0.7, rel=1e-9)
    assert net.cdf(-5.0) == pytest.approx(0.1, rel=1e-9)
    np.testing.assert_allclose(net.quantile([0.1, 0.3, 0.75]), [-5.0, 5.0, 15.0], rtol=1e-8)
    assert net.expected() == pytest.approx((400.0 / 9.0 + 8000.0 / 9.0) / 100.0, rel=1e-9)


@pytest.mark.parametrize(("deductible", "rate"), [(0.0, 0.1), (2.0, 0.0), (2.0, 0.1), (2.0, 0.6)])
def test_survival_agrees_with_plain_integration_over_the_ratio(deductible, rate):
    net = net_of_deductible(HULL, deductible, rate)
    value = HULL.scale

    def survival(x):
        def integrand(a):
            b = np.sin(a) ** 2
            if b <= rate:
                return 0.0
            least = max((x + deductible) / b, x / (b - rate))
            return float(value.survival(least)) * 16.0 / np.pi * b * np.cos(a) ** 2

        start = np.arcsin(np.sqrt(rate))
        return integrate.quad(integrand, start, np.pi / 2.0, epsabs=0.0, limit=200)[0]

    for x in (0.1, 3.0, 20.0, 400.0):
        assert net.survival(x) == pytest.approx(survival(x), rel=1e-6)
    limited = integrate.quad(survival, 0.0, 20.0, epsrel=1e-7)[0]
    assert net.limited_mean(20.0) == pytest.approx(limited, rel=1e-5)


@pytest.mark.parametrize(("deductible", "rate"), [(0.0, 0.1), (2.0, 0.1), (0.0, 0.6)])
def test_quantiles_invert_the_distribution_below_zero_too(deductible, rate):
    net = net_of_deductible(HULL, deductible, rate)
    x = net.quantile(INNER)
    assert x[0] < 0.0 < x[-1]
    assert np.all(np.diff(x) > 0.0)
    np.testing.assert_allclose(net.cdf(x), INNER, rtol=1e-8)
    np.testing.assert_allclose(net.survival(net.quantile_of_survival(TAIL)), TAIL, rtol=1e-8)
    np.testing.assert_allclose(net.cdf(net.quantile(TAIL)), TAIL, rtol=1e-8)


def test_nothing_is_paid_where_the_rate_exceeds_every_ratio():
    net = net_of_deductible(Uniform(low=0.1, high=0.2, scale=HULL.scale), 0.0, 0.25)
    assert net.expected() == 0.0
    assert net.survival(0.0) == 0.0
    assert net.support()[1] == 0.0


def test_a_rate_of_a_value_that_is_not_given_is_refused():
    with pytest.raises(ModelRefusedError, match=r"deductible_rate = 0.1 .* has no scale"):
        net_of_deductible(Lognormal(mean=2.0, cv=3.0), 0.0, 0.1)
