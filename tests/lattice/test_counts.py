"""Numbers of losses as transforms, against probabilities that SciPy gives."""

import math

import numpy as np
import pytest
from scipy import stats

from coinsure.errors import ModelRefusedError
from coinsure.lattice.counts import (
    COUNTS,
    DIVISIBLE,
    BinomialCount,
    CountTable,
    Cumulants,
    PoissonCount,
    compound_cumulants,
    count_of,
    power,
)
from coinsure.models.frequency import (
    Bernoulli,
    Binomial,
    Empirical,
    Fixed,
    NegativeBinomial,
    Poisson,
    ZeroInflatedPoisson,
)
from coinsure.spec import Spec

RISKS = 40
N = np.arange(400)


def inflated():
    """Nothing in a quarter of the years, so that the others have 4 / 0.75 losses."""
    return 0.75 * stats.poisson(4.0 / 0.75).pmf(N) + 0.25 * (N == 0)


def of_bernoulli(*chances):
    """One risk after the other."""
    found = np.ones(1)
    for chance in chances:
        found = np.convolve(found, [1.0 - chance, chance])
    return np.pad(found, (0, N.size - found.size))


CASES = {
    Bernoulli: (Bernoulli(probabilities=(0.1, 0.4, 0.7)), of_bernoulli(0.1, 0.4, 0.7)),
    Binomial: (Binomial(probability=0.1), stats.binom(40, 0.1).pmf(N)),
    Empirical: (
        Empirical(counts=(0, 2), probabilities=(0.9, 0.1), of_each_risk=True),
        np.where(N % 2 == 0, stats.binom(40, 0.1).pmf(N // 2), 0.0),
    ),
    Fixed: (Fixed(count=3), 1.0 * (N == 3)),
    NegativeBinomial: (
        NegativeBinomial(per_risk=0.1, dispersion=2.5),
        stats.nbinom(4.0 / 1.5, 1.0 / 2.5).pmf(N),
    ),
    Poisson: (Poisson(per_risk=0.1), stats.poisson(4.0).pmf(N)),
    ZeroInflatedPoisson: (ZeroInflatedPoisson(per_risk=0.1, zero_inflation=0.25), inflated()),
}
PLACES = np.exp(1j * np.linspace(0.0, np.pi, 7)) * np.array([1.0, 0.9, 0.5, 0.1, 1e-3, 0.7, 1.0])

every_count = pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.__name__)


def transform(count, z):
    """E[z^N] of either sort of count."""
    return np.exp(-count.exponent(z)) if isinstance(count, DIVISIBLE) else count.transform(z)


def derivative(count, z):
    if isinstance(count, DIVISIBLE):
        return -count.slope(z) * transform(count, z)
    return count.derivative(z)


def test_every_kind_with_a_transform_has_a_case():
    assert set(COUNTS) == set(CASES)


@every_count
def test_a_transform_is_the_mean_of_powers(kind):
    frequency, chances = CASES[kind]
    count = count_of(frequency, risks=RISKS, year=1)
    powers = PLACES[:, None] ** N
    assert transform(count, PLACES) == pytest.approx(powers @ chances, abs=1e-12)
    slopes = powers[:, :-1] @ (N[1:] * chances[1:])
    assert derivative(count, PLACES) == pytest.approx(slopes, abs=1e-11)


@every_count
def test_cumulants_are_those_of_the_probabilities(kind):
    frequency, chances = CASES[kind]
    found = count_of(frequency, risks=RISKS, year=1).cumulants()
    mean = chances @ N
    central = [chances @ (N - mean) ** order for order in (2, 3)]
    assert found == pytest.approx((mean, *central), rel=1e-9, abs=1e-12)


def test_a_table_of_probabilities_is_a_count_as_it_stands():
    table = CountTable(np.array([0.5, 0.2, 0.0, 0.3]))
    assert count_of(table, risks=7, year=1) is table
    z = np.array([0.5 + 0.5j])
    assert table.transform(z) == pytest.approx(0.5 + 0.2 * z + 0.3 * z**3)
    assert table.derivative(z) == pytest.approx(0.2 + 0.9 * z**2)
    # by hand: mean 1.1, then 0.5 x 1.21 + 0.2 x 0.01 + 0.3 x 3.61, and the third powers
    assert table.cumulants() == pytest.approx((1.1, 1.69, -0.6655 - 0.0002 + 2.0577))


@pytest.mark.parametrize("chances", [[0.5, 0.4], [1.2, -0.2], [np.nan, 1.0]])
def test_a_table_that_is_no_distribution_is_refused(chances):
    with pytest.raises(ValueError, match="add up to 1"):
        CountTable(np.array(chances))


def test_a_known_count_happens_in_its_years_only():
    frequency = Fixed(count=2, years=(2,))
    means = [count_of(frequency, risks=1, year=year).cumulants().mean for year in (1, 2, 3)]
    assert means == [0.0, 2.0, 0.0]


def test_a_kind_without_a_transform_is_named():
    class Unheard(Spec):
        pass

    with pytest.raises(ModelRefusedError, match=r"no transform of a Unheard count; it knows Ber"):
        count_of(Unheard(), risks=1, year=1)


def test_powers_are_exact_where_nothing_is_left():
    z = np.array([0.0, 2.0, 1j])
    assert power(z, 0) == pytest.approx([1.0, 1.0, 1.0])
    assert power(z, 11) == pytest.approx([0.0, 2048.0, -1j])


def test_no_risk_has_no_loss():
    none = BinomialCount(0, 0.3)
    assert none.cumulants() == (0.0, 0.0, 0.0)
    assert none.transform(PLACES) == pytest.approx(np.ones(PLACES.size))
    assert none.derivative(PLACES) == pytest.approx(np.zeros(PLACES.size))


def test_sums_of_losses_without_a_mean_have_none_but_no_losses_cost_nothing():
    endless = Cumulants(math.inf, math.inf, math.inf)
    one, none = PoissonCount(1.0).cumulants(), PoissonCount(0.0).cumulants()
    assert compound_cumulants(one, endless) == endless
    assert compound_cumulants(none, endless) == (0.0, 0.0, 0.0)
