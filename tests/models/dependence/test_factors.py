"""What every yearly factor promises; a new kind needs one case here."""

import numpy as np
import pytest
from scipy import integrate, stats

from coinsure.models.dependence import FACTORS, Gamma

CASES = {"gamma": Gamma(shape=4.0)}
SCIPY = {"gamma": stats.gamma(4.0, scale=0.25)}
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


@every_case
def test_quantile_and_cdf_are_inverse(kind):
    factor = CASES[kind]
    np.testing.assert_allclose(factor.cdf(factor.quantile(INNER)), INNER, rtol=1e-11)
    np.testing.assert_allclose(
        factor.quantile_of_survival(INNER), factor.quantile(1.0 - INNER), rtol=1e-11
    )


@every_case
def test_agrees_with_scipy(kind):
    factor, opponent = CASES[kind], SCIPY[kind]
    tail = 10.0 ** -np.arange(1.0, 14.0)
    np.testing.assert_allclose(factor.quantile(INNER), opponent.ppf(INNER), rtol=1e-11)
    np.testing.assert_allclose(factor.quantile_of_survival(tail), opponent.isf(tail), rtol=1e-9)
