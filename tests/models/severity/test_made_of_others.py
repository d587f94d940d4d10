"""Severities made of others, against SciPy and against sums by hand."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

from coinsure.models.severity import (
    Beta,
    Constant,
    Empirical,
    Exponential,
    Lognormal,
    Mixture,
    MixturePart,
    Pareto,
    Shifted,
    Spliced,
    Truncated,
    Uniform,
)

LOGNORMAL = Lognormal(median=2.0, sigma=1.2)
KNOWN = stats.lognorm(s=1.2, scale=2.0)


def mixture(*parts: tuple[float, object]) -> Mixture:
    return Mixture(parts=tuple(MixturePart(weight=w, severity=s) for w, s in parts))


def test_a_lognormal_between_two_ends_is_the_exponential_of_a_truncated_normal():
    severity = Truncated(severity=LOGNORMAL, lower=1.0, upper=30.0)
    a, b = (math.log(end / 2.0) / 1.2 for end in (1.0, 30.0))
    known = stats.truncnorm(a, b, loc=math.log(2.0), scale=1.2)
    u = np.linspace(0.01, 0.99, 33)
    np.testing.assert_allclose(severity.quantile(u), np.exp(known.ppf(u)), rtol=1e-9)
    x = np.array([1.5, 4.0, 29.0])
    np.testing.assert_allclose(severity.survival(x), known.sf(np.log(x)), rtol=1e-9)
    mean = integrate.quad(lambda z: math.exp(z) * known.pdf(z), 0.0, math.log(30.0))[0]
    assert severity.expected() == pytest.approx(mean, rel=1e-9)


def test_a_range_far_in_the_tail_keeps_its_digits():
    severity = Truncated(severity=Exponential(mean=1.0), lower=18.0)
    u = np.array([1e-6, 0.3, 0.9])
    np.testing.assert_allclose(severity.quantile(u) - 18.0, -np.log1p(-u), rtol=1e-6)
    assert severity.expected() == pytest.approx(19.0, rel=1e-6)


def test_single_losses_at_the_ends_of_a_range_belong_to_it_above_only():
    seen = Empirical(amounts=(1.0, 2.0, 3.0, 4.0))
    severity = Truncated(severity=seen, lower=1.0, upper=3.0)
    amounts, chances = severity.atoms()
    assert amounts.tolist() == [2.0, 3.0]
    np.testing.assert_allclose(chances, 0.5)
    assert severity.expected() == pytest.approx(2.5)
    assert severity.quantile(np.array([0.25, 0.75])).tolist() == [2.0, 3.0]


def test_a_range_without_losses_is_refused():
    with pytest.raises(ValueError, match="half of them above 2"):
        Truncated(severity=LOGNORMAL, lower=1e9)
    with pytest.raises(ValueError, match="lower < upper"):
        Truncated(severity=LOGNORMAL, lower=3.0, upper=3.0)


def test_a_mixture_is_the_weighted_sum_of_its_parts():
    severity = mixture((0.6, Exponential(mean=2.0)), (0.4, Pareto(minimum=8.0, alpha=2.2)))
    known = ((0.6, stats.expon(scale=2.0)), (0.4, stats.pareto(2.2, scale=8.0)))
    x = np.array([0.5, 3.0, 8.5, 40.0, 1e4])
    survival = sum(w * part.sf(x) for w, part in known)
    np.testing.assert_allclose(severity.survival(x), survival, rtol=1e-11)
    np.testing.assert_allclose(severity.quantile_of_survival(survival), x, rtol=1e-9)
    assert severity.expected() == pytest.approx(0.6 * 2.0 + 0.4 * 8.0 * 2.2 / 1.2, rel=1e-12)
    layer = 0.6 * 2.0 * (1.0 - math.exp(-4.0)) + 0.4 * 8.0
    assert severity.limited_mean(8.0) == pytest.approx(layer, rel=1e-11)


def test_a_point_of_a_mixture_is_one_quantile_over_its_whole_probability():
    severity = mixture((0.5, Uniform(low=0.0, high=2.0)), (0.5, Constant(value=1.0)))
    # below 1 lies a quarter, at 1 a half, above it a quarter
    u = np.array([0.1, 0.2499, 0.2501, 0.5, 0.7499, 0.7501, 0.9])
    want = [0.4, 0.9996, 1.0, 1.0, 1.0, 1.0004, 1.6]
    np.testing.assert_allclose(severity.quantile(u), want, rtol=1e-9)
    np.testing.assert_allclose(severity.quantile_of_survival(1.0 - u), want, rtol=1e-9)


def test_a_gap_of_a_mixture_is_jumped_over():
    severity = mixture((0.7, Uniform(low=0.0, high=1.0)), (0.3, Uniform(low=9.0, high=10.0)))
    got = severity.quantile(np.array([0.7 - 7e-9, 0.7 + 3e-9, 0.85]))
    np.testing.assert_allclose(got, [1.0 - 1e-8, 9.0 + 1e-8, 9.5], rtol=1e-9)


def test_weights_of_a_mixture_add_up_to_one():
    with pytest.raises(ValueError, match=r"add up to 0\.9"):
        mixture((0.5, Constant(value=1.0)), (0.4, Constant(value=2.0)))


def test_a_spliced_loss_is_the_body_below_and_a_pareto_above():
    severity = Spliced(body=LOGNORMAL, threshold=6.0, alpha=1.7, above=0.1)
    inside, below = 0.9 / KNOWN.cdf(6.0), np.array([0.5, 2.0, 5.9])
    np.testing.assert_allclose(severity.cdf(below), inside * KNOWN.cdf(below), rtol=1e-11)
    beyond = np.array([6.5, 20.0, 1e5])
    np.testing.assert_allclose(
        severity.survival(beyond), 0.1 * stats.pareto(1.7, scale=6.0).sf(beyond), rtol=1e-11
    )
    body = inside * integrate.quad(lambda x: x * KNOWN.pdf(x), 0.0, 6.0, epsrel=1e-11)[0]
    assert severity.expected() == pytest.approx(body + 0.1 * 6.0 * 1.7 / 0.7, rel=1e-9)
    tail = 0.1 * (6.0 + 6.0 / 0.7 * (1.0 - 0.3**0.7))  # E[min(X, 20)] of the Pareto
    assert severity.limited_mean(20.0) == pytest.approx(body + tail, rel=1e-9)


def test_left_out_a_tail_has_the_probability_of_the_body():
    severity = Spliced(body=LOGNORMAL, threshold=6.0, alpha=1.7)
    assert severity.beyond == pytest.approx(KNOWN.sf(6.0), rel=1e-12)
    x = np.array([0.5, 2.0, 5.9])
    np.testing.assert_allclose(severity.cdf(x), KNOWN.cdf(x), rtol=1e-11)


@pytest.mark.parametrize("above", [None, 0.02])
def test_left_out_alpha_makes_the_density_continuous(above):
    severity = Spliced(body=LOGNORMAL, threshold=6.0, above=above)
    p = KNOWN.sf(6.0) if above is None else above
    # (1 - p) f(6) / F(6) = p alpha / 6
    want = 6.0 * KNOWN.pdf(6.0) / KNOWN.cdf(6.0) * (1.0 - p) / p
    assert severity.tail_index() == pytest.approx(want, rel=1e-9)
    step = 1e-4
    left = severity.cdf(6.0) - severity.cdf(6.0 - step)
    right = severity.survival(6.0) - severity.survival(6.0 + step)
    assert left == pytest.approx(right, rel=1e-3)


def test_a_tail_without_a_mean_has_limited_means_only():
    severity = Spliced(body=LOGNORMAL, threshold=6.0, alpha=1.0, above=0.1)
    assert severity.expected() == math.inf
    more = severity.limited_mean(60.0) - severity.limited_mean(6.0)
    assert more == pytest.approx(0.1 * 6.0 * math.log(10.0), rel=1e-12)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"body": Uniform(low=5.0, high=9.0), "threshold": 4.0, "alpha": 2.0}, "smallest loss"),
        ({"body": Uniform(low=1.0, high=3.0), "threshold": 4.0, "alpha": 2.0}, "in above"),
        ({"body": Uniform(low=1.0, high=3.0), "threshold": 4.0, "above": 0.1}, "give alpha"),
    ],
)
def test_a_threshold_outside_the_body_is_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        Spliced(**fields)


def test_a_shifted_loss_is_never_below_its_amount():
    severity = Shifted(severity=Exponential(mean=3.0), by=2.0)
    assert severity.support() == (2.0, math.inf)
    assert severity.expected() == 5.0
    assert severity.limited_mean(3.0) == pytest.approx(2.0 + 3.0 * (1.0 - math.exp(-1.0 / 3.0)))


def test_losses_seen_have_the_quantiles_of_numpy():
    values = np.random.default_rng(4).lognormal(size=57)
    severity = Empirical(amounts=tuple(values))
    u = np.linspace(0.003, 0.997, 101)
    want = np.quantile(values, u, method="inverted_cdf")
    assert np.array_equal(severity.quantile(u), want)
    assert severity.expected() == pytest.approx(values.mean(), rel=1e-12)
    assert severity.limited_mean(1.0) == pytest.approx(np.minimum(values, 1.0).mean(), rel=1e-12)
    assert severity.survival(1.0) == pytest.approx((values > 1.0).mean(), rel=1e-12)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "needs amounts"),
        ({"file": "losses.csv"}, "only a scenario file can name a file"),
        ({"amounts": (1.0, 2.0), "weights": (1.0,)}, "1 weights for 2 amounts"),
        ({"amounts": (1.0, 0.0)}, "greater than 0"),
        ({"amounts": (1.0,) * 20_001}, "more than 20,000"),
    ],
)
def test_losses_seen_that_say_too_little_or_too_much_are_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        Empirical(**fields)


def test_a_random_value_of_single_amounts_is_a_sum_over_them():
    value = Empirical(amounts=(5.0, 20.0), weights=(3.0, 1.0))
    severity = Beta(alpha=2.0, beta=3.0, scale=value)
    x = np.array([0.5, 3.0, 4.9, 12.0])
    beta = stats.beta(2.0, 3.0)
    want = 0.75 * beta.sf(x / 5.0) + 0.25 * beta.sf(x / 20.0)
    np.testing.assert_allclose(severity.survival(x), want, rtol=1e-12)
    np.testing.assert_allclose(severity.quantile_of_survival(want), x, rtol=1e-9)


def test_single_ratios_of_a_random_value_are_a_sum_over_them():
    ratios = Empirical(amounts=(0.1, 1.0), weights=(4.0, 1.0), scale=LOGNORMAL)
    x = np.array([0.05, 0.6, 9.0])
    want = 0.8 * KNOWN.sf(x / 0.1) + 0.2 * KNOWN.sf(x)
    np.testing.assert_allclose(ratios.survival(x), want, rtol=1e-12)


def test_a_random_value_in_a_random_value_is_refused():
    inner = Beta(alpha=1.0, beta=2.0, scale=LOGNORMAL)
    with pytest.raises(ValueError, match="inner one a scale that is a number"):
        Truncated(severity=inner, lower=0.1, scale=LOGNORMAL)
    with pytest.raises(ValueError, match="inner one a scale that is a number"):
        Beta(alpha=1.0, beta=2.0, scale=Shifted(severity=inner, by=1.0))
