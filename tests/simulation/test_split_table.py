import numpy as np
import pytest
from scipy import stats

from coinsure.errors import ModelRefusedError
from coinsure.kernels.quantiles import split_quantiles_of_words
from coinsure.models.severity import (
    Beta,
    Constant,
    Empirical,
    Exponential,
    Lognormal,
    Mbbefd,
    Mixture,
    MixturePart,
    Pareto,
    Shifted,
    Spliced,
    Truncated,
    Uniform,
    net_of_deductible,
)
from coinsure.models.terms import Terms
from coinsure.simulation.occurrences import payments
from coinsure.simulation.payment import payment_of_severity
from coinsure.simulation.plan import QuantileTable, SplitTable
from coinsure.simulation.split_table import probability_above, split, tabulate_amounts

AMOUNTS = tuple(np.random.default_rng(3).pareto(1.5, 300) + 0.5)
SEEN = Empirical(amounts=AMOUNTS)
CLOUDS = Mixture(
    parts=(
        MixturePart(weight=0.7, severity=Uniform(low=1.0, high=2.0)),
        MixturePart(weight=0.2, severity=Beta(alpha=3.0, beta=4.0, scale=100.0)),
        MixturePart(weight=0.1, severity=Constant(value=50.0)),
    )
)
BROKEN = {
    "single losses": SEEN,
    "a total loss": Mbbefd(c=4.0),
    "a total loss of a known value": Mbbefd(mean=0.1, total_loss=0.01, scale=300.0),
    "clouds with gaps and a point": CLOUDS,
    "a tail put on a body": Spliced(
        body=Lognormal(mean=2.0, cv=1.0), threshold=4.0, alpha=1.3, above=0.02
    ),
    "single losses of a random value": Empirical(
        amounts=(0.1, 0.2, 1.0), scale=Lognormal(mean=9.0, cv=0.4)
    ),
    "a uniform part of single values": Uniform(
        low=0.0, high=1.0, scale=Empirical(amounts=(1.0, 5.0, 20.0))
    ),
    "points far out": Empirical(amounts=(1.0, 100.0, 1e4), weights=(1.0, 1e-6, 1e-9)),
    "moved and cut": Shifted(severity=Truncated(severity=CLOUDS, upper=80.0), by=0.25),
}
SMOOTH = {
    "lognormal": Lognormal(mean=2.0, cv=3.0),
    "pareto without a mean": Pareto(minimum=50.0, alpha=0.9),
    "beta with poles": Beta(alpha=0.5, beta=0.5),
}


def at_words(table: SplitTable, words: np.ndarray) -> np.ndarray:
    x = np.empty(words.size)
    split_quantiles_of_words(words, table.cubics, table.edges, table.guide, table.cell_bits, x)
    return x


def exact(distribution, words: np.ndarray) -> np.ndarray:
    odd = (words >> np.uint64(12)) | np.uint64(1)
    u, v = odd / 2.0**52, (np.uint64(2**52) - odd) / 2.0**52
    return np.where(u < 0.5, distribution.quantile(u), distribution.quantile_of_survival(v))


@pytest.fixture(scope="module")
def words() -> np.ndarray:
    """Return words of uniforms all over (0, 1) and far out in both tails."""
    some = np.random.default_rng(1).integers(0, 2**64, 400, dtype=np.uint64)
    deep = some >> (np.arange(some.size, dtype=np.uint64) % np.uint64(51))
    return np.concatenate([some, deep, ~deep, np.array([0, 2**64 - 1], np.uint64)])


def words_evenly(number: int) -> np.ndarray:
    step = np.uint64(2**64 // number)
    return np.arange(number, dtype=np.uint64) * step + step // np.uint64(2)


@pytest.mark.parametrize("name", [*BROKEN, *SMOOTH])
def test_the_table_is_the_quantile_function_wherever_it_is_looked_at(name, words):
    distribution = (BROKEN | SMOOTH)[name]
    want, got = exact(distribution, words), at_words(split(distribution, name), words)
    error = np.abs(got - want) / np.maximum(want, 0.1 * float(distribution.quantile(0.875)))
    assert np.all(error <= 1e-6)
    assert np.mean(error[:400] <= 5e-9) >= 0.99


def test_single_amounts_are_those_amounts_to_the_bit_and_as_likely_as_they_should_be():
    got = at_words(split(SEEN, "seen"), words_evenly(30_000))
    amounts, counts = np.unique(got, return_counts=True)
    assert amounts.tolist() == sorted(AMOUNTS)
    assert np.all(np.abs(counts - 100) <= 1)


def test_numbers_beside_a_jump_fall_on_the_right_side_of_it():
    table = split(Empirical(amounts=(1.0, 9.0), weights=(0.75, 0.25)), "two")
    three_quarters = 3 * 2**62
    words = np.array([three_quarters - 1, three_quarters], np.uint64)
    assert at_words(table, words).tolist() == [1.0, 9.0]


@pytest.mark.parametrize("name", list(BROKEN))
def test_the_table_has_no_losses_that_the_distribution_does_not_have(name):
    distribution = BROKEN[name]
    got = at_words(split(distribution, name), words_evenly(20_000))
    low, high = distribution.support()
    assert low * (1.0 - 1e-8) - 1e-8 <= got.min()
    assert got.max() <= high * (1.0 + 1e-8)
    if distribution is CLOUDS:
        assert not np.any((got > 2.0 + 1e-8) & (got < distribution.quantile(0.7 + 1e-9) - 1e-6))


@pytest.mark.parametrize("name", list(BROKEN))
def test_drawn_losses_have_the_distribution(name):
    """Kolmogorov & Smirnov on what is between points, binomial counts at them; 1 in 10,000."""
    distribution, number = BROKEN[name], 40_000
    words = np.random.default_rng(7).integers(0, 2**64, number, dtype=np.uint64)
    got = np.sort(at_words(split(distribution, name), words))
    amounts, chances = distribution.atoms()
    points, place = np.unique(amounts, return_inverse=True)
    chances = np.bincount(place, chances)
    for amount, chance in zip(points, chances, strict=True):
        seen = int(np.sum(got == amount))
        assert stats.binomtest(seen, number, min(float(chance), 1.0)).pvalue > 1e-4 / points.size
    upto, before = distribution.cdf(got * (1.0 + 1e-9)), np.arange(number) / number
    critical = stats.kstwo.isf(1e-4, number)
    assert np.max(before - upto) < critical
    below = distribution.cdf(got * (1.0 - 1e-9))
    assert np.max(below - before - 1.0 / number) < critical


@pytest.mark.parametrize("name", list(BROKEN))
def test_payments_have_the_mean_that_the_limited_mean_says(name):
    severity, terms = BROKEN[name], Terms(deductible=0.3, limit=60.0, participation=0.8)
    payment = payment_of_severity(severity, terms, risks=1, name="c")
    paid = payments(payment, words_evenly(400_000))
    want = 0.8 * (severity.limited_mean(60.3) - severity.limited_mean(0.3))
    assert paid.mean() == pytest.approx(float(want), rel=2e-4)


def test_a_deductible_on_a_random_value_with_total_losses_is_paid_on_average():
    severity = Mbbefd(c=3.0, scale=Lognormal(mean=15.0, cv=0.5))
    payment = payment_of_severity(severity, Terms(deductible_rate=0.1), risks=1, name="c")
    # E[(V B - r V)+] = E[V] (E[B] - E[min(B, r)])
    ratio = Mbbefd(c=3.0)
    want = 15.0 * (ratio.expected() - float(ratio.limited_mean(0.1)))
    assert payments(payment, words_evenly(200_000)).mean() == pytest.approx(want, rel=2e-4)


def test_a_deductible_on_the_random_value_of_ratios_seen_is_paid_on_average():
    ratios, value = (0.02, 0.05, 0.3, 1.0), Lognormal(mean=15.0, cv=0.5)
    severity = Empirical(amounts=ratios, scale=value)
    terms = Terms(deductible=1.0, deductible_rate=0.1)
    payment = payment_of_severity(severity, terms, risks=1, name="c")
    words = words_evenly(200_000)
    drawn = value.quantile((np.arange(2_000) + 0.5) / 2_000)
    want = np.mean([terms.payment(ratio * drawn, drawn) for ratio in ratios])
    assert payments(payment, words).mean() == pytest.approx(float(want), rel=5e-4)


def test_ratios_seen_of_values_seen_are_all_their_products():
    severity = Empirical(
        amounts=(0.1, 0.3, 0.7, 1.0), scale=Empirical(amounts=(0.3, 3.0, 7.0), weights=(2, 1, 1))
    )
    got = at_words(split(severity, "s"), words_evenly(16_000))
    products = np.outer((0.1, 0.3, 0.7, 1.0), (0.3, 3.0, 7.0)).ravel()
    weights = np.outer(np.ones(4), (2, 1, 1)).ravel() / 16.0
    assert got.mean() == pytest.approx(float(products @ weights), rel=1e-9)
    for product in products:
        share = np.mean(np.isclose(got, product, rtol=1e-12))
        same = np.isclose(products, product, rtol=1e-12)
        assert share == pytest.approx(weights[same].sum(), abs=1e-4)


def test_a_kind_without_breaks_keeps_the_table_of_octaves():
    assert isinstance(tabulate_amounts(SMOOTH["lognormal"], "l"), QuantileTable)
    assert isinstance(tabulate_amounts(CLOUDS, "c"), SplitTable)


class Made:
    """A distribution that says nothing about its breaks."""

    def __init__(self, quantile, mean_up_to):
        self.of_u, self.limited_mean = quantile, mean_up_to

    def quantile(self, u):
        return self.of_u(np.asarray(u, np.float64))

    def quantile_of_survival(self, v):
        return self.of_u(1.0 - np.asarray(v, np.float64))

    def breaks(self):
        return np.empty(0)

    def atoms(self):
        return np.empty(0), np.empty(0)

    def cdf(self, x):
        return np.zeros_like(x)

    survival = cdf


def test_a_jump_that_nobody_named_is_found():
    jump = Made(lambda u: np.where(u < 0.7, u, 100.0 + u), lambda limit: 0.5 + 30.0)
    table = tabulate_amounts(jump, "jump")
    words = words_evenly(10_000)
    np.testing.assert_allclose(at_words(table, words), exact(jump, words), rtol=1e-9)


def test_a_mean_that_is_not_that_of_the_quantiles_is_refused():
    wrong = Made(lambda u: np.where(u < 0.7, u, 100.0 + u), lambda limit: 30.6)
    with pytest.raises(ModelRefusedError, match=r"wrong: the mean of its quantiles is 30\.5"):
        tabulate_amounts(wrong, "wrong")


def test_quantiles_that_fall_or_are_no_numbers_are_refused():
    with pytest.raises(ModelRefusedError, match="fall"):
        split(Made(lambda u: np.where(u < 0.3, 2.0, 1.0), lambda limit: 1.0), "falling")
    with pytest.raises(ModelRefusedError, match="not finite"):
        split(Made(lambda u: np.where(u > 0.9, np.inf, u), lambda limit: 1.0), "endless")


@pytest.mark.parametrize("distribution", [SMOOTH["lognormal"], CLOUDS, SEEN])
def test_the_probability_of_more_than_a_value_is_known_well_enough(distribution):
    table = tabulate_amounts(distribution, "l")
    for x in distribution.quantile(np.array([0.1, 0.5, 0.77, 0.98])) * 1.001:
        want = float(distribution.survival(x))
        assert probability_above(table, float(x)) == pytest.approx(want, rel=0.05)
    assert probability_above(table, 0.0) == pytest.approx(1.0, abs=1e-12)


def test_what_is_below_zero_may_be_as_rough_as_it_likes():
    net = net_of_deductible(SEEN, 1.0, 0.0)
    got = at_words(split(net, "net"), words_evenly(3_000))
    want = exact(net, words_evenly(3_000))
    np.testing.assert_allclose(np.maximum(got, 0.0), np.maximum(want, 0.0), rtol=1e-12)


def test_exponential_losses_come_out_alike_from_both_kinds_of_table():
    severity, words = Exponential(mean=3.0), words_evenly(5_000)
    np.testing.assert_allclose(at_words(split(severity, "e"), words), exact(severity, words), 1e-6)
