"""Central moments against closed forms and against the lattice itself."""

import numpy as np
import pytest
from scipy import stats

from coinsure.lattice import exact_central_moments, exact_distribution, exact_moments
from coinsure.models.dependence import Gamma
from coinsure.models.frequency import (
    Binomial,
    Fixed,
    NegativeBinomial,
    Poisson,
    ZeroInflatedPoisson,
)
from coinsure.models.severity import Constant, GammaLoss, Lognormal, ParetoII, Uniform


def central(distribution):
    """Return central moments of a SciPy distribution, from its raw ones."""
    raw = np.array([1.0, *(distribution.moment(k) for k in range(1, 7))])
    mean = raw[1]
    return [
        sum(
            np.prod([(k - j) / (j + 1) for j in range(i)]) * raw[k - i] * (-mean) ** i
            for i in range(k + 1)
        )
        for k in range(7)
    ]


def test_a_poisson_number_of_ones_has_the_moments_of_its_count(line):
    found = exact_central_moments([line(Poisson(mean=2.5), Constant(value=1.0))], {})
    assert found == pytest.approx(central(stats.poisson(2.5)), rel=1e-9, abs=1e-9)


def test_a_binomial_number_of_ones_too(line):
    book = [line(Binomial(probability=0.3), Constant(value=1.0), risks=9)]
    expected = central(stats.binom(9, 0.3))
    assert exact_central_moments(book, {}) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_a_negative_binomial_number_of_ones_too(line):
    book = [line(NegativeBinomial(mean=3.0, dispersion=2.0), Constant(value=1.0))]
    expected = central(stats.nbinom(3.0, 0.5))
    assert exact_central_moments(book, {}) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_a_gamma_factor_on_a_poisson_count_makes_it_negative_binomial(line):
    # shape 4, mean 6: r = 4 and p = 4 / (4 + 6)
    book = [line(Poisson(mean=6.0, systemic=True), Constant(value=1.0), factor="a")]
    expected = central(stats.nbinom(4.0, 0.4))
    found = exact_central_moments(book, {"a": Gamma(shape=4.0)})
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_a_known_number_of_gamma_losses_is_a_gamma_loss(line):
    found = exact_central_moments([line(Fixed(count=3), GammaLoss(mean=2.0, cv=0.5))], {})
    assert found == pytest.approx(central(stats.gamma(12.0, scale=0.5)), rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("factor", [None, Gamma(shape=3.0)])
def test_levels_and_factors_together_agree_with_the_lattice(line, factor):
    count = Poisson(mean=1.0, systemic=factor is not None, level={"cv": 0.5})
    other = ZeroInflatedPoisson(mean=2.0, zero_inflation=0.3)
    book = [
        line(count, Uniform(low=0.0, high=2.0), name="a.first", factor="a"),
        line(other, Uniform(low=0.0, high=1.0), name="a.second"),
    ]
    found = exact_central_moments(book, {"a": factor})
    total = exact_distribution(book, {"a": factor}, step=0.01, size=4000).total
    mass = total.density + total.atoms
    around = total.lattice.points() - total.mean
    expected = [(mass * around**k).sum() for k in range(6)]
    assert found[2:6] == pytest.approx(expected[2:], rel=1e-4)
    moments = exact_moments(book, {"a": factor})
    assert found[2:4] == pytest.approx([moments.variance, moments.third], rel=1e-9)


def test_moments_are_infinite_from_the_first_that_does_not_exist(line):
    found = exact_central_moments([line(Poisson(mean=1.0), ParetoII(alpha=4.5, theta=1.0))], {})
    assert np.isfinite(found[:5]).all()
    assert np.isinf(found[5:]).all()


def test_a_large_count_of_skewed_losses_keeps_its_digits(line):
    # compound Poisson: cumulants are mean count x moments of a loss
    found = exact_central_moments([line(Poisson(mean=2000.0), Lognormal(mean=1.0, cv=1.0))], {})
    k = [0.0, 0.0, *(2000.0 * 2.0 ** (n * (n - 1) / 2) for n in range(2, 7))]
    fourth = k[4] + 3 * k[2] ** 2
    sixth = k[6] + 15 * k[4] * k[2] + 10 * k[3] ** 2 + 15 * k[2] ** 3
    assert found[[2, 3, 4, 6]] == pytest.approx([k[2], k[3], fourth, sixth], rel=1e-6)
