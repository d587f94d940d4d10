"""What every yearly factor promises; a new kind needs one case here."""

import math

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import integrate, stats

from coinsure.models.dependence import FACTORS, Gamma, LognormalFactor

CASES = {"gamma": Gamma(shape=4.0), "lognormal": LognormalFactor(cv=0.3)}
SCIPY = {
    "gamma": stats.gamma(4.0, scale=0.25),
    "lognormal": stats.lognorm(math.sqrt(math.log(1.09)), scale=1.0 / math.sqrt(1.09)),
}
VARIANCE = {"gamma": 0.25, "lognormal": 0.09}
INNER = np.linspace(0.001, 0.999, 41)

every_case = pytest.mark.parametrize("kind", CASES)


def test_every_registered_kind_has_a_case():
    assert set(CASES) == set(FACTORS)
    assert all(CASES[kind].kind == kind for kind in FACTORS)


@every_case
def test_mean_is_one_and_variance_as_stated(kind):
    factor = CASES[kind]
    mean = integrate.quad(factor.quantile, 0.0, 1.0, epsabs=1e-10)[0]
    second = integrate.quad(lambda u: float(factor.quantile(u)) ** 2, 0.0, 1.0, epsabs=1e-10)[0]
    assert mean == pytest.approx(1.0, rel=1e-7)
    assert second - 1.0 == pytest.approx(factor.variance, rel=1e-6)
    assert factor.variance == pytest.approx(VARIANCE[kind])


@every_case
def test_quantile_and_cdf_are_inverse(kind):
    factor = CASES[kind]
    np.testing.assert_allclose(factor.cdf(factor.quantile(INNER)), INNER, rtol=1e-11)
    np.testing.assert_allclose(
        factor.quantile_of_survival(INNER), factor.quantile(1.0 - INNER), rtol=1e-11
    )
    assert factor.cdf(0.0) == factor.cdf(-1.0) == 0.0


@every_case
def test_agrees_with_scipy(kind):
    factor, opponent = CASES[kind], SCIPY[kind]
    tail = 10.0 ** -np.arange(1.0, 14.0)
    np.testing.assert_allclose(factor.quantile(INNER), opponent.ppf(INNER), rtol=1e-11)
    np.testing.assert_allclose(factor.quantile_of_survival(tail), opponent.isf(tail), rtol=1e-9)


def test_a_gamma_factor_is_the_same_by_its_shape_and_by_its_cv():
    assert Gamma(cv=0.5).alpha == Gamma(shape=4.0).alpha == 4.0


@pytest.mark.parametrize("given", [{}, {"shape": 4.0, "cv": 0.5}])
def test_a_gamma_factor_takes_one_of_shape_and_cv(given):
    with pytest.raises(ValidationError, match="exactly one of shape"):
        Gamma(**given)
