"""Standard errors and intervals from what each path adds to an estimate."""

import numpy as np
import pytest
import scipy.stats

from coinsure.risk.influence import Influence, covariance, skewed_estimate, standard_error, variance

Z = 1.959963984540054


def influence(values, paths, years=1):
    return Influence(np.arange(len(values)), np.asarray(values, dtype=float), paths, years)


@pytest.mark.parametrize("years", [1, 3])
def test_the_variance_is_the_covariance_with_itself(years):
    one = influence(np.random.default_rng(1).exponential(size=40), 100, years)
    assert variance(one) == covariance(one, one)


def test_without_skewness_and_with_sure_squares_the_interval_is_normal():
    found = skewed_estimate(7.0, influence([1.0, -1.0] * 50, 100))  # kurtosis 1: no doubt about se
    assert found.se == pytest.approx(0.1)
    assert (found.low, found.high) == (pytest.approx(7.0 - 0.1 * Z), pytest.approx(7.0 + 0.1 * Z))


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_interval_leans_to_the_long_side_and_widens_with_doubt_about_the_error(sign):
    """Moments and Student's quantile by SciPy, on the paths with those that add nothing."""
    values = sign * np.random.default_rng(5).exponential(size=100)
    paths = np.concatenate([values, np.zeros(19_900)])
    found = skewed_estimate(3.0, influence(values, 20_000))
    se = paths.std() / np.sqrt(20_000)
    degrees = 2.0 * 20_000 / (scipy.stats.kurtosis(paths, fisher=False) - 1.0)
    shift = se * scipy.stats.skew(paths) / np.sqrt(20_000) * (1.0 + 2.0 * Z**2) / 6.0
    half = se * scipy.stats.t.ppf(0.975, degrees) * np.sqrt(degrees / (degrees - 1.0))
    assert found.se == pytest.approx(se) == standard_error(influence(values, 20_000))
    assert found.low == pytest.approx(3.0 + shift - half)
    assert found.high == pytest.approx(3.0 + shift + half)
    assert np.sign(shift) == sign


def test_the_years_of_a_path_only_divide_the_error():
    values = np.random.default_rng(6).exponential(size=100)
    one, five = (skewed_estimate(0.0, influence(values, 4_000, years)) for years in (1, 5))
    assert five.low == pytest.approx(one.low / 5.0)
    assert five.high == pytest.approx(one.high / 5.0)


def test_one_path_that_decides_everything_leaves_an_interval_of_many_errors():
    found = skewed_estimate(0.0, influence([5.0], 10_000))
    assert found.se == pytest.approx(5.0 / 10_000, rel=1e-3)
    # two degrees: t = 4.303, times sqrt(2); skewness 1: a shift of 1.447
    assert found.high / found.se == pytest.approx(4.3027 * 2**0.5 + 1.4471, rel=1e-3)
    assert found.low < 0.0


def test_no_spread_is_no_interval():
    found = skewed_estimate(2.0, influence([], 50))
    assert (found.value, found.se, found.low, found.high) == (2.0, 0.0, 2.0, 2.0)
