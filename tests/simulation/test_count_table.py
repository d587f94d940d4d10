import numpy as np
import pytest
from scipy.stats import binom, nbinom, poisson

from coinsure.errors import ModelRefusedError
from coinsure.models.frequency import Binomial, Fixed, Level, NegativeBinomial, Poisson
from coinsure.simulation.count_table import count_plan
from coinsure.simulation.plan import CountTable, KnownCounts, MixedCounts
from coinsure.simulation.streams import Streams


def plan(frequency, *, risks=10, years=3, factor=-1):
    return count_plan(
        frequency, risks=risks, years=years, factor=factor, name="s.l.c", streams=Streams()
    )


CASES = {
    "poisson": (Poisson(mean=7.5), poisson(7.5)),
    "poisson per risk": (Poisson(per_risk=0.01), poisson(0.1)),
    "large poisson": (Poisson(mean=40_000.0), poisson(40_000.0)),
    "negative binomial": (NegativeBinomial(mean=6.0, dispersion=3.0), nbinom(3.0, 1 / 3)),
    "wide negative binomial": (NegativeBinomial(mean=2.0, dispersion=50.0), nbinom(2 / 49, 1 / 50)),
    "binomial": (Binomial(probability=0.3), binom(10, 0.3)),
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
    assert (mixed.mean, mixed.dispersion, mixed.factor, mixed.level) == (5.0, 1.0, 1, None)
    mixed = plan(NegativeBinomial(mean=4.0, dispersion=2.0, level=Level(cv=0.3)))
    assert isinstance(mixed, MixedCounts)
    assert (mixed.mean, mixed.dispersion, mixed.factor) == (4.0, 2.0, -1)
    assert mixed.level is not None


def test_more_losses_than_can_be_drawn_are_refused():
    with pytest.raises(ModelRefusedError, match=r"s\.l\.c: 2e\+06 losses a year"):
        plan(Poisson(per_risk=2e5))


def test_a_dispersion_beyond_floats_is_refused():
    with pytest.raises(ModelRefusedError, match="dispersion of 2000"):
        plan(NegativeBinomial(mean=4.0, dispersion=2000.0))
