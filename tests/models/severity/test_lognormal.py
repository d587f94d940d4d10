import math

import pytest

from coinsure.models.severity import Lognormal


@pytest.mark.parametrize(
    "severity",
    [
        Lognormal(mean=30.0, sigma=1.2),
        Lognormal(mean=30.0, cv=math.sqrt(math.exp(1.44) - 1.0)),
        Lognormal(median=30.0 * math.exp(-0.72), sigma=1.2),
        Lognormal(mu=math.log(30.0) - 0.72, sigma=1.2),
    ],
)
def test_all_pairs_say_the_same(severity):
    assert severity.log_mean == pytest.approx(math.log(30.0) - 0.72, rel=1e-14)
    assert severity.log_sd == pytest.approx(1.2, rel=1e-14)
    assert severity.expected() == pytest.approx(30.0, rel=1e-14)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, "none of them"),
        ({"mean": 2.0}, "mean"),
        ({"cv": 2.0, "sigma": 1.0}, "cv, sigma"),
        ({"mean": 2.0, "cv": 3.0, "sigma": 1.0}, "mean, cv, sigma"),
        ({"median": 2.0, "cv": 3.0}, "median, cv"),
    ],
)
def test_anything_but_one_pair_is_refused(fields, found):
    with pytest.raises(ValueError, match=rf"exactly one pair .*\(mu, sigma\); given: {found}"):
        Lognormal(**fields)


def test_mean_of_a_layer_agrees_with_bahnemann_example_5_13():
    # Bahnemann (2015), CAS Monograph 2, example 5.13: 15 claims, lognormal mu 5.9809, sigma 1.8,
    # layer 5000 xs 3000. Closed form of the count and the mean of the layer.
    severity = Lognormal(mu=5.9809, sigma=1.8)
    layer = severity.limited_mean(8_000.0) - severity.limited_mean(3_000.0)
    assert 15.0 * severity.survival(3_000.0) == pytest.approx(1.9535923221305636, abs=1e-6)
    assert 15.0 * layer == pytest.approx(5785.254117279861, abs=1e-6)


def test_quantile_agrees_with_the_solvency_2_factor():
    # rho(s) = exp(N_0.995 sqrt(ln(1 + s^2))) / sqrt(1 + s^2) - 1: lognormal, mean 1, sd s.
    severity = Lognormal(mean=1.0, cv=0.2)
    assert severity.quantile(0.995) - 1.0 == pytest.approx(0.6331530726006771, abs=1e-9)
