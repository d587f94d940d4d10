import numpy as np
import pytest
from scipy import special, stats

from coinsure.errors import ModelRefusedError
from coinsure.kernels.quantiles import quantiles_of_words
from coinsure.kernels.scores import factors_of_scores
from coinsure.models.dependence import Gamma, LognormalFactor
from coinsure.simulation.score_table import (
    factor_table,
    normal_scores,
    normal_sides,
    shaken_sides,
)

FACTORS = {
    "gamma": (Gamma(shape=4.0), stats.gamma(4.0, scale=0.25)),
    "wide gamma": (Gamma(cv=2.0), stats.gamma(0.25, scale=4.0)),
}


def read(table, scores):
    out = np.empty((1, scores.size))
    factors_of_scores(table, scores[None, :].copy(), out)
    return out[0]


def test_normal_scores_are_right_to_eleven_digits_in_both_tails():
    some = np.random.default_rng(1).integers(0, 2**64, 20_000, dtype=np.uint64)
    deep = some >> (np.arange(some.size, dtype=np.uint64) % np.uint64(40))
    words = np.concatenate([some, deep, ~deep])
    odd = (words >> np.uint64(12)) | np.uint64(1)
    low, high = odd / 2.0**52, (np.uint64(2**52) - odd) / 2.0**52
    exact = np.where(low < 0.5, special.ndtri(low), -special.ndtri(high))
    table, found = normal_scores(), np.empty(words.size)
    quantiles_of_words(words, table.cubics, table.cell_bits, found)
    assert np.abs(found - exact).max() < 1e-11


@pytest.mark.parametrize("name", ["gamma", "wide gamma"])
def test_a_factor_of_a_normal_score_is_its_quantile_to_nine_digits(name):
    factor, opponent = FACTORS[name]
    score = np.random.default_rng(2).uniform(-7.5, 7.5, 2000)
    exact = np.where(
        score < 0.0, opponent.ppf(special.ndtr(score)), opponent.isf(special.ndtr(-score))
    )
    found = read(factor_table(factor, normal_sides, name), score)
    assert np.max(np.abs(found - exact) / np.maximum(exact, 0.1)) < 1e-9


def test_a_lognormal_factor_is_the_exponential_of_its_score():
    factor = LognormalFactor(cv=0.5)
    score = np.linspace(-8.0, 8.0, 2001)
    exact = np.exp(factor.sigma * score - 0.5 * factor.sigma**2)
    found = read(factor_table(factor, normal_sides, "lognormal"), score)
    assert np.max(np.abs(found - exact) / np.maximum(exact, 0.1)) < 1e-9


@pytest.mark.parametrize("df", [1.0, 4.0, 300.0])
def test_a_factor_of_a_shaken_score_is_its_quantile_at_the_probability_of_the_t_variable(df):
    factor, opponent = FACTORS["gamma"]
    w = stats.t(df).ppf(np.random.default_rng(2).uniform(1e-13, 1.0 - 1e-13, 2000))
    score = np.sign(w) * np.sqrt(df * np.log1p(w * w / df))
    exact = np.where(w < 0.0, opponent.ppf(stats.t(df).cdf(w)), opponent.isf(stats.t(df).sf(w)))
    found = read(factor_table(factor, shaken_sides(df), "gamma"), score)
    assert np.max(np.abs(found - exact) / np.maximum(exact, 0.1)) < 2e-9


class Jump:
    """A factor that is 0.5 in two years of five and 1.5 in the others."""

    def quantile(self, u):
        return np.where(np.asarray(u) < 0.4, 0.5, 1.5)

    def quantile_of_survival(self, v):
        return self.quantile(1.0 - np.asarray(v))


def test_a_factor_that_no_table_comes_near_is_refused():
    with pytest.raises(ModelRefusedError, match=r"wild: no table comes nearer than .* smaller cv"):
        factor_table(Jump(), normal_sides, "wild")
