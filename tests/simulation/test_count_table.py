import numpy as np
import pytest
from scipy.stats import binom, nbinom, poisson, rv_discrete

from coinsure.errors import ModelRefusedError
from coinsure.models.dependence import Gamma
from coinsure.models.development import STEADY, Development
from coinsure.models.frequency import (
    Bernoulli,
    Binomial,
    Empirical,
    Fixed,
    Level,
    NegativeBinomial,
    Poisson,
    ZeroInflatedPoisson,
)
from coinsure.simulation.count_table import count_plan
from coinsure.simulation.plan import CountTable, KnownCounts, MixedCounts, YearlyCounts
from coinsure.simulation.streams import Streams


def plan(frequency, *, risks=10, years=3, factor=-1, development=STEADY, systemic=None):
    return count_plan(
        frequency,
        risks=risks,
        years=years,
        factor=factor,
        name="s.l.c",
        streams=Streams(),
        development=development,
        systemic=systemic,
    )


def test_a_level_that_lets_more_losses_happen_than_can_be_drawn_is_refused():
    plan(Poisson(mean=9e5, level=Level(cv=0.3)))
    with pytest.raises(ModelRefusedError, match=r"with its level 4.4e\+07 in one year of 10,000"):
        plan(Poisson(mean=9e5, level=Level(cv=3.0)))


def test_a_yearly_factor_counts_beside_the_level():
    years = {"factor": 0, "systemic": Gamma(cv=0.5)}
    plan(Poisson(mean=9e5, systemic=True, level=Level(cv=0.6)))
    with pytest.raises(ModelRefusedError, match="with its level and systemic factor"):
        plan(Poisson(mean=9e5, systemic=True, level=Level(cv=0.6)), **years)


class Inflated:
    """Zero with a probability, else as ``other`` says."""

    def __init__(self, none, other):
        self.none, self.other = none, other

    def cdf(self, k):
        return np.where(np.asarray(k) < 0, 0.0, self.none + (1.0 - self.none) * self.other.cdf(k))

    def sf(self, k):
        return (1.0 - self.none) * self.other.sf(k)


CASES = {
    "poisson": (Poisson(mean=7.5), poisson(7.5)),
    "poisson per risk": (Poisson(per_risk=0.01), poisson(0.1)),
    "large poisson": (Poisson(mean=40_000.0), poisson(40_000.0)),
    "negative binomial": (NegativeBinomial(mean=6.0, dispersion=3.0), nbinom(3.0, 1 / 3)),
    "wide negative binomial": (NegativeBinomial(mean=2.0, dispersion=50.0), nbinom(2 / 49, 1 / 50)),
    "binomial": (Binomial(probability=0.3), binom(10, 0.3)),
    "bernoulli": (Bernoulli(probabilities=(0.3,) * 10), binom(10, 0.3)),
    "zero-inflated poisson": (
        ZeroInflatedPoisson(mean=6.0, zero_inflation=0.25),
        Inflated(0.25, poisson(8.0)),
    ),
    "zero-inflated far above zero": (
        ZeroInflatedPoisson(mean=3000.0, zero_inflation=0.25),
        Inflated(0.25, poisson(4000.0)),
    ),
    "empirical": (
        Empirical(counts=(0, 3, 1), probabilities=(0.5, 0.2, 0.3)),
        rv_discrete(values=((0, 1, 3), (0.5, 0.3, 0.2))),
    ),
    "empirical of each risk": (
        Empirical(counts=(0, 0, 0, 1), of_each_risk=True),
        binom(10, 0.25),
    ),
}


@pytest.mark.parametrize("case", list(CASES))
def test_the_table_is_the_distribution_function(case):
    frequency, exact = CASES[case]
    table = plan(frequency)
    assert isinstance(table, CountTable)
    k = table.lowest + np.arange(table.cumulative.size - 1)
    assert np.allclose(table.cumulative[:-1], exact.cdf(k), rtol=1e-11, atol=1e-15)
    assert table.cumulative[-1] > 1.0
    assert exact.cdf(table.lowest - 1) < 2.0**-52
    assert exact.sf(k[-1] + 1) < 2.0**-52


@pytest.mark.parametrize("case", list(CASES))
def test_the_guide_points_at_or_before_the_answer(case):
    table = plan(CASES[case][0])
    for i in (0, 1, 500, 1023, 2047):
        first = np.searchsorted(table.cumulative, i / 2048, side="right")
        assert table.guide[i] == first


def test_known_counts_happen_in_the_years_they_name():
    assert plan(Fixed(count=2)).by_year.tolist() == [2, 2, 2]
    known = plan(Fixed(count=2, years=(1, 3)))
    assert isinstance(known, KnownCounts)
    assert known.by_year.tolist() == [2, 0, 2]


def test_a_factor_or_a_level_gives_every_path_a_mean_of_its_own():
    mixed = plan(Poisson(per_risk=0.5, systemic=True), factor=1)
    assert isinstance(mixed, MixedCounts)
    assert mixed.mean.tolist() == [5.0, 5.0, 5.0]
    assert (mixed.dispersion, mixed.none, mixed.factor, mixed.level) == (1.0, 0.0, 1, None)
    mixed = plan(NegativeBinomial(mean=4.0, dispersion=2.0, level=Level(cv=0.3)))
    assert isinstance(mixed, MixedCounts)
    assert (mixed.mean[0], mixed.dispersion, mixed.factor) == (4.0, 2.0, -1)
    assert mixed.level is not None


def test_more_losses_than_can_be_drawn_are_refused():
    with pytest.raises(ModelRefusedError, match=r"s\.l\.c: 2e\+06 losses a year"):
        plan(Poisson(per_risk=2e5))


def test_growth_beyond_what_can_be_drawn_is_refused_with_the_year():
    doubling = Development(exposure_growth=1.0)
    with pytest.raises(ModelRefusedError, match=r"s\.l\.c, year 3: 1\.6e\+06 losses a year"):
        plan(Poisson(mean=4e5), development=doubling)
    assert plan(Poisson(mean=4e5), years=2, development=doubling).by_year[1].lowest > 7.9e5


def test_every_year_has_the_distribution_of_its_exposure_and_trend():
    development = Development(exposure_growth=0.5, frequency_trend=(-0.2, 0.1))
    tables = plan(Poisson(per_risk=0.6), development=development)
    assert isinstance(tables, YearlyCounts)
    for table, mean in zip(tables.by_year, (6.0, 6.0 * 1.5 * 0.8, 6.0 * 2.25 * 0.88), strict=True):
        k = table.lowest + np.arange(table.cumulative.size - 1)
        assert np.allclose(table.cumulative[:-1], poisson(mean).cdf(k), rtol=1e-11, atol=1e-15)


def test_the_mean_that_factors_multiply_develops():
    development = Development(exposure_growth=0.1)
    mixed = plan(Poisson(mean=2.0, level=Level(cv=0.5)), development=development)
    assert mixed.mean == pytest.approx([2.0, 2.2, 2.42])
    mixed = plan(ZeroInflatedPoisson(mean=6.0, zero_inflation=0.25, level=Level(cv=0.5)))
    assert (mixed.mean[0], mixed.none) == (8.0, 0.25)


def test_a_probability_for_each_risk_is_asked_for():
    with pytest.raises(ModelRefusedError, match=r"s\.l\.c: .* 2 probabilities for 10 risks"):
        plan(Bernoulli(probabilities=(0.1, 0.2)))


@pytest.mark.parametrize(
    ("frequency", "development", "reason"),
    [
        (Empirical(counts=(0, 1)), Development(exposure_growth=0.1), "does not say how"),
        (Empirical(counts=(0, 1)), Development(frequency_trend=0.1), "does not say how"),
        (
            Bernoulli(probabilities=(0.1,) * 10),
            Development(exposure_growth=0.1),
            "one by one, so their number cannot grow",
        ),
        (Binomial(probability=0.6), Development(frequency_trend=0.5), "0.6 grows to 1.35"),
        (
            Bernoulli(probabilities=(0.1,) * 9 + (0.9,)),
            Development(frequency_trend=0.2),
            "0.9 grows to 1.08",
        ),
        (
            Poisson(mean=1.0),
            Development(exposure_growth=(0.1,)),
            "exposure_growth has 1 changes for 3 years",
        ),
    ],
)
def test_a_development_that_a_frequency_cannot_have_is_refused(frequency, development, reason):
    with pytest.raises(ModelRefusedError, match=f"s.l.c: .*{reason}"):
        plan(frequency, development=development)


def test_a_dispersion_beyond_floats_is_refused():
    with pytest.raises(ModelRefusedError, match="dispersion of 2000"):
        plan(NegativeBinomial(mean=4.0, dispersion=2000.0))
