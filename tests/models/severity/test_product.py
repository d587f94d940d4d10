"""Severities with a random scale, against closed forms and against plain integration."""

import math

import numpy as np
import pytest
from scipy import integrate, special

from coinsure.errors import ModelRefusedError
from coinsure.models.severity import Beta, Constant, Lognormal, Pareto, Uniform

INNER = np.linspace(0.01, 0.99, 21)
TAIL = 10.0 ** -np.arange(1.0, 14.0)


def assert_same_distribution(severity, closed, rtol=1e-8):
    np.testing.assert_allclose(severity.quantile(INNER), closed.quantile(INNER), rtol=rtol)
    np.testing.assert_allclose(severity.quantile(TAIL), closed.quantile(TAIL), rtol=rtol)
    np.testing.assert_allclose(
        severity.quantile_of_survival(TAIL), closed.quantile_of_survival(TAIL), rtol=rtol
    )
    limits = closed.quantile(INNER)
    np.testing.assert_allclose(
        severity.limited_mean(limits), closed.limited_mean(limits), rtol=rtol
    )


def test_lognormal_times_lognormal_is_lognormal():
    severity = Lognormal(mu=0.5, sigma=1.0, scale=Lognormal(mu=1.0, sigma=2.0))
    assert_same_distribution(severity, Lognormal(mu=1.5, sigma=math.sqrt(5.0)))


def test_beta_times_beta_is_beta_when_the_shapes_link():
    severity = Beta(alpha=1.2, beta=2.0, scale=Beta(alpha=3.2, beta=4.0))
    assert_same_distribution(severity, Beta(alpha=1.2, beta=6.0))


def test_a_share_of_a_pareto_value_is_pareto():
    severity = Constant(value=0.5, scale=Pareto(minimum=100.0, alpha=1.1))
    assert_same_distribution(severity, Pareto(minimum=50.0, alpha=1.1))


def test_uniform_times_uniform_done_by_hand():
    # P(U V <= x) = x (1 - ln x) on (0, 1).
    severity = Uniform(low=0.0, high=1.0, scale=Uniform(low=0.0, high=1.0))
    x = np.array([1e-9, 0.01, 0.3, 0.9])
    np.testing.assert_allclose(severity.cdf(x), x * (1.0 - np.log(x)), rtol=1e-9)
    np.testing.assert_allclose(severity.quantile(x * (1.0 - np.log(x))), x, rtol=1e-9)


def test_pareto_tail_is_scaled_by_the_moment_of_the_value():
    # Beyond minimum x largest value P(V B > x) = E[V^alpha] (minimum / x)^alpha; E[V^2] = 7 / 3.
    severity = Pareto(minimum=1.0, alpha=2.0, scale=Uniform(low=1.0, high=2.0))
    x = np.array([2.5, 1e3, 1e6])
    np.testing.assert_allclose(severity.survival(x), 7.0 / 3.0 / x**2, rtol=1e-10)
    np.testing.assert_allclose(
        severity.quantile_of_survival(TAIL), np.sqrt(7.0 / 3.0 / TAIL), rtol=1e-9
    )


def test_uav_hull_agrees_with_plain_integration_even_far_in_the_tail():
    severity = Beta(alpha=1.5, beta=1.5, scale=Lognormal(mean=15.0, sigma=0.8))
    mu, constant = math.log(15.0) - 0.32, special.beta(1.5, 1.5)

    def survival(x):
        # b = sin^2(a) turns the density into 2 sin^2 cos^2 / B(1.5, 1.5), smooth at both ends.
        def integrand(a):
            b = math.sin(a) ** 2
            value = special.ndtr((mu - math.log(x / b)) / 0.8)
            return value * 2.0 * b * math.cos(a) ** 2 / constant

        return integrate.quad(integrand, 0.0, math.pi / 2.0, epsabs=0.0, epsrel=1e-11, limit=200)[0]

    for v in (0.5, 0.01, 1e-6, 1e-12):
        x = float(severity.quantile_of_survival(v))
        assert survival(x) == pytest.approx(v, rel=1e-8)


def test_mean_is_the_product_of_the_means():
    severity = Beta(alpha=1.5, beta=1.5, scale=Lognormal(mean=15.0, sigma=0.8))
    assert severity.expected() == pytest.approx(7.5)
    assert severity.limited_mean(1e9) == pytest.approx(7.5, rel=1e-9)


def test_order_of_factors_of_very_different_width_does_not_matter():
    narrow, wide = Lognormal(mean=1.0, cv=0.02), Pareto(minimum=10.0, alpha=1.1)
    one = narrow.model_copy(update={"scale": wide})
    other = wide.model_copy(update={"scale": narrow})
    np.testing.assert_allclose(
        one.quantile_of_survival(TAIL), other.quantile_of_survival(TAIL), rtol=1e-8
    )


def test_a_factor_too_narrow_to_resolve_is_refused():
    severity = Lognormal(mean=1.0, cv=1e-6, scale=Pareto(minimum=10.0, alpha=1.1))
    with pytest.raises(ModelRefusedError, match="does not settle"):
        severity.survival(15.0)
