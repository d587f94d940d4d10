import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from coinsure.kernels.counts import counts_of_many_means, counts_of_one_mean
from coinsure.models.frequency import NegativeBinomial, Poisson
from coinsure.simulation.count_table import count_plan
from coinsure.simulation.streams import Streams

SEED, STREAM = 5, 77
COUNT_GROUP = 0xFFFFFFFF
MEANS = [0.02, 1.0, 8.0, 64.0, 100.0, 300.0, 720.0, 2700.0]


def uniforms(word_twin, paths: int, year: int = 0, first: int = 0) -> np.ndarray:
    words = [word_twin(SEED, STREAM, first + p, year, 2 * COUNT_GROUP) for p in range(paths)]
    return np.array([((w >> 12) | 1) / 2.0**52 for w in words])


def exact(u: np.ndarray, mean: float | np.ndarray, dispersion: float) -> np.ndarray:
    if dispersion == 1.0:
        return poisson.ppf(u, mean).astype(np.int64)
    return nbinom.ppf(u, np.asarray(mean) / (dispersion - 1.0), 1.0 / dispersion).astype(np.int64)


def of_many_means(
    mean: np.ndarray, dispersion: float = 1.0, first: int = 0, none: float = 0.0
) -> np.ndarray:
    counts = np.empty(mean.shape, np.int32)
    counts_of_many_means(SEED, STREAM, first, 0, mean, dispersion, none, counts)
    return counts


def of_one_mean(mean: float, paths: int, dispersion: float = 1.0, first: int = 0) -> np.ndarray:
    frequency = (
        Poisson(mean=mean)
        if dispersion == 1.0
        else NegativeBinomial(mean=mean, dispersion=dispersion)
    )
    table = count_plan(frequency, risks=1, years=1, factor=-1, name="test", streams=Streams())
    counts = np.empty((1, paths), np.int32)
    counts_of_one_mean(SEED, STREAM, first, 0, table.lowest, table.cumulative, table.guide, counts)
    return counts


@pytest.mark.parametrize("dispersion", [1.0, 1.5, 4.0])
@pytest.mark.parametrize("mean", MEANS)
def test_counts_are_scipys_inverse_whatever_the_mean(word_twin, mean, dispersion):
    want = exact(uniforms(word_twin, 1000), mean, dispersion)
    assert np.array_equal(of_many_means(np.full((1, 1000), mean), dispersion)[0], want)
    assert np.array_equal(of_one_mean(mean, 1000, dispersion)[0], want)


def test_means_of_all_sizes_side_by_side_do_not_disturb_each_other(word_twin):
    mean = np.exp(np.random.default_rng(3).uniform(np.log(0.01), np.log(3000.0), (1, 1000)))
    counts = of_many_means(mean)
    assert np.array_equal(counts[0], exact(uniforms(word_twin, 1000), mean[0], 1.0))
    alone = [of_many_means(mean[:, p : p + 1], first=p)[0, 0] for p in range(40)]
    assert np.array_equal(alone, counts[0, :40])


def test_a_year_has_its_own_uniforms_and_the_first_year_its_number(word_twin):
    mean = np.full((3, 50), 20.0)
    counts = of_many_means(mean)
    assert np.array_equal(counts[2], exact(uniforms(word_twin, 50, year=2), 20.0, 1.0))
    later = np.empty((1, 50), np.int32)
    counts_of_many_means(SEED, STREAM, 0, 2, mean[:1], 1.0, 0.0, later)
    assert np.array_equal(later[0], counts[2])


def test_a_mean_that_a_factor_made_vanish_gives_no_loss():
    assert not of_many_means(np.full((1, 300), 1e-300)).any()
    assert not of_many_means(np.full((1, 300), 1e-300), 3.0).any()


def test_rare_losses_are_those_that_a_full_search_finds(word_twin):
    counts = of_one_mean(0.05, 4000)
    assert counts.max() > 1
    assert np.array_equal(counts[0], exact(uniforms(word_twin, 4000), 0.05, 1.0))


def test_counts_do_not_depend_on_where_a_run_of_paths_begins():
    for mean in (0.05, 12.0):
        whole = of_one_mean(mean, 1000)
        assert np.array_equal(of_one_mean(mean, 300, first=500)[0], whole[0, 500:800])
    mean = np.random.default_rng(4).gamma(2.0, 20.0, (1, 1000))
    part = of_many_means(np.ascontiguousarray(mean[:, 500:800]), first=500)
    assert np.array_equal(part[0], of_many_means(mean)[0, 500:800])


def test_paths_beyond_32_bits_are_paths_of_their_own(word_twin):
    first = 2**32 - 20
    counts = of_one_mean(12.0, 40, first=first)
    assert np.array_equal(counts[0], exact(uniforms(word_twin, 40, first=first), 12.0, 1.0))


def test_a_higher_mean_never_gives_fewer_losses():
    low = of_many_means(np.full((1, 2000), 30.0))
    high = of_many_means(np.full((1, 2000), 33.0))
    assert np.all(high >= low)
    assert np.any(high > low)


@pytest.mark.parametrize("mean", [0.3, 40.0, 2700.0])
def test_years_without_any_loss_take_the_lowest_uniforms(word_twin, mean):
    u = uniforms(word_twin, 1000)
    counts = of_many_means(np.full((1, 1000), mean), none=0.25)[0]
    assert not counts[u < 0.25].any()
    active = u >= 0.25
    assert np.array_equal(counts[active], exact((u[active] - 0.25) / 0.75, mean, 1.0))
