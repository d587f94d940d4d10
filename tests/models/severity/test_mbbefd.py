"""Exposure curves, against the formulas of Bernegger (1997) as they stand in the paper."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

from coinsure.models.severity import Mbbefd

X = np.linspace(0.01, 0.99, 25)
CURVES = [(4.22, 12.65), (20.0, 3.0), (65.0, 0.9), (1.5, 30.0), (500.0, 1e-4)]


@pytest.mark.parametrize(("g", "b"), CURVES)
def test_the_distribution_is_that_of_the_paper(g, b):
    """It is F = 1 - (1 - b) / ((g - 1) b^(1 - x) + 1 - g b)."""
    want = 1.0 - (1.0 - b) / ((g - 1.0) * b ** (1.0 - X) + 1.0 - g * b)
    np.testing.assert_allclose(Mbbefd(g=g, b=b).cdf(X), want, rtol=1e-9)


@pytest.mark.parametrize(("g", "b"), CURVES)
def test_the_exposure_curve_is_that_of_the_paper(g, b):
    """It is G = log(((g - 1) b + (1 - g b) b^x) / (1 - b)) / log(g b)."""
    severity = Mbbefd(g=g, b=b)
    inside = ((g - 1.0) * b + (1.0 - g * b) * b**X) / (1.0 - b)
    want = np.log(inside) / math.log(g * b)
    np.testing.assert_allclose(severity.limited_mean(X) / severity.expected(), want, rtol=1e-9)


@pytest.mark.parametrize(("g", "b"), CURVES)
def test_the_mean_is_that_of_the_paper(g, b):
    """It is log(g b) (1 - b) / (log(b) (1 - g b))."""
    want = math.log(g * b) * (1.0 - b) / (math.log(b) * (1.0 - g * b))
    assert Mbbefd(g=g, b=b).expected() == pytest.approx(want, rel=1e-12)


def test_where_the_formulas_divide_nothing_by_nothing_their_limits_hold():
    """b = 1: F = 1 - 1 / (1 + (g - 1) x), mean log(g) / (g - 1). b g = 1: F = 1 - b^x."""
    ones, inverse = Mbbefd(g=9.0, b=1.0), Mbbefd(g=8.0, b=0.125)
    np.testing.assert_allclose(ones.cdf(X), 1.0 - 1.0 / (1.0 + 8.0 * X), rtol=1e-12)
    assert ones.expected() == pytest.approx(math.log(9.0) / 8.0, rel=1e-12)
    np.testing.assert_allclose(inverse.cdf(X), 1.0 - 0.125**X, rtol=1e-12)
    assert inverse.expected() == pytest.approx((1.0 - 0.125) / math.log(8.0), rel=1e-12)
    near = Mbbefd(g=9.0, b=1.0 + 1e-9)
    np.testing.assert_allclose(near.quantile(X), ones.quantile(X), rtol=1e-8)
    assert near.expected() == pytest.approx(ones.expected(), rel=1e-8)


def test_without_total_losses_it_is_a_cut_exponential():
    """b g = 1: survival b^x up to 1, an exponential of mean 1 / log(8) that stops at 1."""
    known = stats.expon(scale=1.0 / math.log(8.0))
    severity = Mbbefd(g=8.0, b=0.125)
    np.testing.assert_allclose(severity.quantile(X[X < 0.87]), known.ppf(X[X < 0.87]), rtol=1e-12)


@pytest.mark.parametrize(
    ("c", "b", "g"),
    [
        (1.5, math.exp(2.5375), math.exp(1.44)),
        (2.0, math.exp(2.2), math.exp(2.04)),
        (3.0, math.exp(1.3), math.exp(3.42)),
        (4.0, math.exp(0.1), math.exp(5.04)),
        (5.0, math.exp(-1.4), math.exp(6.9)),
    ],
)
def test_the_curves_of_swiss_re_have_the_parameters_of_the_paper(c, b, g):
    """b = exp(3.1 - 0.15 c (1 + c)), g = exp((0.78 + 0.12 c) c), worked out by hand."""
    curve, known = Mbbefd(c=c), Mbbefd(g=g, b=b)
    np.testing.assert_allclose(curve.quantile(X), known.quantile(X), rtol=1e-12)
    assert curve.atoms()[1][0] == pytest.approx(1.0 / g, rel=1e-12)


def test_mean_and_total_loss_give_what_they_say():
    severity = Mbbefd(mean=0.2, total_loss=0.03)
    survival = integrate.quad(lambda x: float(severity.survival(x)), 0.0, 1.0, epsrel=1e-11)[0]
    assert survival == pytest.approx(0.2, rel=1e-9)
    assert severity.quantile_of_survival(0.0299) == 1.0
    assert severity.quantile_of_survival(0.0301) < 1.0


@pytest.mark.parametrize("mean", [0.031, 0.5, 0.97])
def test_any_mean_above_the_probability_of_a_total_loss_can_be_had(mean):
    assert Mbbefd(mean=mean, total_loss=0.03).expected() == pytest.approx(mean, rel=1e-9)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "found none of them"),
        ({"g": 3.0}, "found g"),
        ({"c": 3.0, "g": 3.0, "b": 1.0}, "found g and b and c"),
        ({"mean": 0.2, "total_loss": 0.3}, "not below mean"),
        ({"g": 1.0, "b": 2.0}, "greater than 1"),
    ],
)
def test_other_ways_to_give_a_curve_are_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        Mbbefd(**fields)


@pytest.mark.parametrize(("g", "b"), [(1.01, 50.0), (1.000_000_1, 2.0), (2.0, 1e12)])
def test_a_total_loss_is_nearly_certain_without_a_warning(g, b):
    v = np.array([1.0 - 1e-12, 1.0 / g, 0.5 / g, 1e-9])
    assert Mbbefd(g=g, b=b).quantile_of_survival(v)[1:].tolist() == [1.0, 1.0, 1.0]
    assert Mbbefd(g=g, b=b).quantile(np.array([0.0, 1.0 - 0.5 / g])).tolist() == [0.0, 1.0]
