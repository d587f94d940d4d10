import numpy as np
import pytest

from coinsure.errors import ModelRefusedError
from coinsure.kernels.quantiles import quantiles_of_words
from coinsure.models.dependence import Gamma
from coinsure.models.severity import (
    Beta,
    Constant,
    Lognormal,
    Pareto,
    Uniform,
    net_of_deductible,
)
from coinsure.simulation.quantile_table import tabulate

SMOOTH = {
    "lognormal": Lognormal(mean=2.0, cv=3.0),
    "wide lognormal": Lognormal(mu=0.0, sigma=2.5),
    "pareto without a mean": Pareto(minimum=50.0, alpha=0.9),
    "beta": Beta(alpha=1.5, beta=1.5),
    "skewed beta": Beta(alpha=1.2, beta=8.0),
    "beta with poles": Beta(alpha=0.5, beta=0.5),
    "uniform": Uniform(low=300.0, high=1000.0),
    "constant": Constant(value=3.0),
    "gamma": Gamma(shape=4.0),
    "gamma near zero": Gamma(shape=0.1),
    "random value": Pareto(minimum=1.0, alpha=1.5, scale=Lognormal(mean=15.0, sigma=0.8)),
}


def at_words(table, words):
    x = np.empty(words.size)
    quantiles_of_words(words, table.cubics, table.cell_bits, x)
    return x


def exact(distribution, words):
    odd = (words >> np.uint64(12)) | np.uint64(1)
    u, v = odd / 2.0**52, (np.uint64(2**52) - odd) / 2.0**52
    return np.where(u < 0.5, distribution.quantile(u), distribution.quantile_of_survival(v))


@pytest.fixture(scope="module")
def words() -> np.ndarray:
    """Return words of uniforms all over (0, 1) and far out in both tails."""
    some = np.random.default_rng(1).integers(0, 2**64, 400, dtype=np.uint64)
    deep = some >> (np.arange(some.size, dtype=np.uint64) % np.uint64(40))
    return np.concatenate([some, deep, ~deep])


@pytest.mark.parametrize("name", list(SMOOTH))
def test_the_table_is_the_quantile_function_to_eight_digits(name, words):
    distribution = SMOOTH[name]
    want = exact(distribution, words)
    got = at_words(tabulate(distribution, name), words)
    typical = 0.1 * np.abs(distribution.quantile(np.array([0.25, 0.75]))).max()
    rare = np.minimum(words, ~words) < 2**48
    allowed = np.where(rare, 1e-5, 1e-8) * np.maximum(np.abs(want), typical)
    assert np.all(np.abs(got - want) <= allowed)


def test_smoother_severities_need_fewer_cells():
    assert tabulate(SMOOTH["uniform"], "u").cell_bits == 4
    assert tabulate(SMOOTH["wide lognormal"], "l").cell_bits == 6


def test_a_deductible_on_a_random_value_is_right_where_the_policy_pays(words):
    severity = Beta(alpha=1.5, beta=1.5, scale=Lognormal(mean=15.0, sigma=0.8))
    net = net_of_deductible(severity, 1.0, 0.1)
    some = words[::37]
    got, want = at_words(tabulate(net, "net"), some), exact(net, some)
    assert np.allclose(np.maximum(got, 0.0), np.maximum(want, 0.0), rtol=1e-5, atol=1e-6)
    assert 0.05 < np.mean(want < 0.0) < 0.95


class Made:
    """A distribution made of one function of u."""

    def __init__(self, function):
        self.quantile = lambda u: function(np.asarray(u, float))
        self.quantile_of_survival = lambda v: function(1.0 - np.asarray(v, float))


def test_a_severity_that_jumps_is_refused_with_the_place():
    jump = Made(lambda u: np.where(u < 0.7, u, 100.0 + u))
    with pytest.raises(ModelRefusedError, match=r"gap: .*at probability 0\.\d+, where it jumps"):
        tabulate(jump, "gap")


def test_quantiles_that_fall_are_refused():
    with pytest.raises(ModelRefusedError, match="fall"):
        tabulate(Made(lambda u: 1.0 - u), "falling")


def test_a_tail_too_heavy_for_floats_is_refused_without_a_warning():
    with pytest.raises(ModelRefusedError, match="make its tail less heavy"):
        tabulate(Pareto(minimum=50.0, alpha=1e-9), "heavy")


def test_quantiles_that_are_no_numbers_are_refused():
    with pytest.raises(ModelRefusedError, match="not finite"):
        tabulate(Made(lambda u: np.where(u > 0.9, np.inf, u)), "endless")


def test_a_bend_in_a_rare_cell_is_no_reason_to_refuse():
    bent = Made(lambda u: u + 1e-4 * np.maximum(u - (1.0 - 2.0**-20), 0.0))
    assert tabulate(bent, "bent").cell_bits <= 8
