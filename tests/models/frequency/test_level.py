"""What is not known of a frequency: three ways to say it."""

import numpy as np
import pytest
from scipy import integrate, stats

from coinsure.models.frequency import Level, NegativeBinomial, Poisson

U = np.array([0.01, 0.3, 0.5, 0.9, 0.999])


def test_a_coefficient_of_variation_makes_a_gamma_factor_of_mean_one():
    factor = Level(cv=0.25).factor()
    opponent = stats.gamma(16.0, scale=1 / 16)
    assert Level(cv=0.25).variance == pytest.approx(0.0625)
    np.testing.assert_allclose(factor.quantile(U), opponent.ppf(U), rtol=1e-9)


def test_three_claims_in_five_years_make_the_posterior_of_a_rate():
    # by Bayes: prior 1 / sqrt(rate), likelihood Poisson(3 | 5 rate)
    def weight(rate: float) -> float:
        return rate**-0.5 * stats.poisson(5.0 * rate).pmf(3)

    whole, first, second = (
        integrate.quad(lambda rate, n=n: rate**n * weight(rate), 0.0, np.inf)[0] for n in range(3)
    )
    mean = first / whole
    level = Level(claims=3, years=5.0)
    assert level.expected == pytest.approx(mean, rel=1e-6)
    assert level.expected == 0.7
    assert level.variance == pytest.approx((second / whole - mean**2) / mean**2, rel=1e-6)
    below, _ = integrate.quad(weight, 0.0, mean * float(level.factor().quantile(0.9)))
    assert below / whole == pytest.approx(0.9, rel=1e-6)


def test_experience_states_the_mean_where_nothing_else_does():
    level = Level(claims=3, years=5.0)
    assert Poisson(level=level).expected(100) == 0.7
    assert Poisson(mean=2.0, level=level).expected(100) == 2.0
    assert Poisson(per_risk=0.01, level=level).expected(100) == 1.0
    assert NegativeBinomial(dispersion=2.0, level=Level(claims=0, years=4)).expected(1) == 0.125
    grown, risks = Poisson(level=level).developed(exposure=2.0, trend=1.0, risks=100)
    assert grown.expected(risks) == pytest.approx(1.4)


def test_without_its_level_a_frequency_keeps_its_mean():
    certain = Poisson(level=Level(claims=3, years=5.0)).certain()
    assert certain == Poisson(mean=0.7)


def test_two_means_beside_experience_are_still_one_too_many():
    with pytest.raises(ValueError, match="exactly one of mean"):
        Poisson(mean=1.0, per_risk=0.1, level=Level(claims=3, years=5.0))


@pytest.mark.parametrize(("low", "high"), [(0.5, 2.0), (0.3, 3.0), (0.9, 1.05), (0.05, 1.5)])
def test_a_range_holds_nine_tenths_of_a_lognormal_factor_of_mean_one(low, high):
    level = Level(low=low, high=high)
    sigma = np.sqrt(np.log1p(level.variance))
    opponent = stats.lognorm(sigma, scale=np.exp(-0.5 * sigma**2))
    assert opponent.mean() == pytest.approx(1.0, rel=1e-12)
    assert opponent.cdf(high) - opponent.cdf(low) == pytest.approx(0.9, abs=1e-9)
    factor = level.factor()
    np.testing.assert_allclose(factor.quantile(U), opponent.ppf(U), rtol=1e-9)
    np.testing.assert_allclose(factor.quantile_of_survival(U), opponent.isf(U), rtol=1e-9)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, "none of them"),
        ({"cv": 0.2, "low": 0.5, "high": 2.0}, "cv and low and high"),
        ({"claims": 3}, "claims"),
        ({"low": 0.5}, "low"),
    ],
)
def test_a_level_is_given_in_exactly_one_way(fields, found):
    with pytest.raises(
        ValueError, match=f"cv, or claims and years, or low and high; found {found}"
    ):
        Level(**fields)
