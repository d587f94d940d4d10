"""Linked factors: each keeps its distribution and its stream, together they follow the copula."""

import math

import numpy as np
import pytest
from scipy import stats

from coinsure.errors import ModelRefusedError
from coinsure.models.dependence import Gamma, LognormalFactor
from coinsure.models.dependence.copulas import Gaussian, T
from coinsure.models.frequency import Poisson
from coinsure.models.severity import Lognormal
from coinsure.models.terms import Terms
from coinsure.simulation import ComponentInput, build_simulation, simulate
from coinsure.simulation.factors import draw_factors
from coinsure.tables.losses import Block

FACTORS = {
    "a": Gamma(shape=4.0),
    "b": Gamma(shape=0.5),
    "c": LognormalFactor(cv=0.5),
    "d": Gamma(shape=2.0),
    "none": None,
}
SCIPY = {
    "a": stats.gamma(4.0, scale=0.25),
    "b": stats.gamma(0.5, scale=2.0),
    "c": stats.lognorm(math.sqrt(math.log(1.25)), scale=1.25**-0.5),
    "d": stats.gamma(2.0, scale=0.5),
}
PAIRS = (("a", "b", 0.5), ("b", "c", 0.0))
COPULAS = {"gaussian": Gaussian(correlation=PAIRS), "t": T(df=4.0, correlation=PAIRS)}
PATHS = 100_000

every_copula = pytest.mark.parametrize("kind", COPULAS)


def plan_of(dependence, factors=FACTORS, years=1):
    return build_simulation(
        seed=7, years=years, lines=("a.x",), premium=np.ones((1, years)), factors=factors,
        components=[], events={}, sites={}, thresholds=np.full(1, np.inf), dependence=dependence,
    )  # fmt: skip


WHOLE = Block(0, PATHS)


def drawn(dependence, factors=FACTORS, years=1, block=WHOLE):
    """Return the factors by name, (T, P) each."""
    plan = plan_of(dependence, factors, years)
    found = draw_factors(plan.factors, plan.link, seed=plan.seed, block=block, years=years)
    return dict(zip(factors, found, strict=True))


@pytest.fixture(scope="module")
def samples():
    return {kind: drawn(copula) for kind, copula in COPULAS.items()}


def ranks(x):
    return stats.rankdata(x) / (x.size + 1.0)


@every_copula
@pytest.mark.parametrize("name", SCIPY)
def test_each_factor_keeps_its_distribution(samples, kind, name):
    assert stats.kstest(samples[kind][name][0], SCIPY[name].cdf).pvalue > 0.005
    assert samples[kind]["none"] is None


def spearman(x, y):
    return np.corrcoef(ranks(x), ranks(y))[0, 1]


@every_copula
def test_rank_correlations_are_those_of_the_copula(samples, kind):
    found = samples[kind]
    error = 4.0 / math.sqrt(PATHS)
    for first, second, rho in PAIRS:
        want = COPULAS[kind].spearman(rho)
        assert spearman(found[first][0], found[second][0]) == pytest.approx(want, abs=error)
    for first in "abc":
        assert spearman(found[first][0], found["d"][0]) == pytest.approx(0.0, abs=error)


@every_copula
def test_kendalls_tau_is_two_over_pi_times_the_arc_sine(samples, kind):
    few = {name: samples[kind][name][0, :20_000] for name in "ab"}
    tau = stats.kendalltau(few["a"], few["b"]).statistic
    assert tau == pytest.approx(2.0 / math.pi * math.asin(0.5), abs=0.016)


def test_both_above_their_medians_is_the_orthant_probability_of_either_copula(samples):
    # 1/4 + asin(rho) / (2 pi) for every elliptical copula
    for kind in COPULAS:
        high = [samples[kind][name][0] > SCIPY[name].median() for name in "ab"]
        assert np.mean(high[0] & high[1]) == pytest.approx(1.0 / 3.0, abs=0.006)


def joint_exceedance(kind, first, second, p):
    """Return P(both above their quantile | one is) from the joint distribution, by quadrature."""
    rho = {pair[:2]: pair[2] for pair in PAIRS}[first, second]
    place, weight = np.polynomial.legendre.leggauss(400)
    u = 1.0 - (1.0 - p) * (0.5 - 0.5 * place)
    if kind == "gaussian":
        x, end = stats.norm.ppf(u), stats.norm.ppf(p)
        above = stats.norm.sf((end - rho * x) / math.sqrt(1.0 - rho * rho))
    else:
        x, end = stats.t(4.0).ppf(u), stats.t(4.0).ppf(p)
        spread = np.sqrt((4.0 + x * x) * (1.0 - rho * rho) / 5.0)
        above = stats.t(5.0).sf((end - rho * x) / spread)
    return float(0.5 * weight @ above)


@every_copula
@pytest.mark.parametrize("p", [0.95, 0.99])
def test_the_worst_years_come_together_as_often_as_the_copula_says(samples, kind, p):
    for first, second, _ in PAIRS:
        want = joint_exceedance(kind, first, second, p)
        both = [samples[kind][name][0] > SCIPY[name].ppf(p) for name in (first, second)]
        error = 4.0 * math.sqrt(want / (PATHS * (1.0 - p)))
        assert np.mean(both[0] & both[1]) / (1.0 - p) == pytest.approx(want, abs=error)


@pytest.mark.parametrize(("rho", "limit"), [(0.0, 0.18169011381620936), (0.9, 0.7176856442107861)])
def test_far_out_the_t_copula_reaches_its_tail_dependence(rho, limit):
    # reference: t_copula_tail_dependence.json for 2 degrees of freedom
    found = drawn(T(df=2.0, correlation=[("a", "b", rho)]), block=Block(0, 400_000))
    both = [found[name][0] > SCIPY[name].isf(1e-3) for name in "ab"]
    share = np.mean(both[0] & both[1]) / 1e-3
    assert share == pytest.approx(limit, abs=4.0 * math.sqrt(limit / 400.0) + 0.01)


def test_without_correlation_the_gaussian_copula_gives_the_independent_factors():
    alone, found = drawn(None), drawn(Gaussian(correlation=[("a", "b", 0.0), ("b", "c", 0.0)]))
    for name in "abc":
        np.testing.assert_allclose(found[name], alone[name], rtol=2e-7, atol=2e-8)


@every_copula
def test_a_factor_in_no_pair_keeps_its_bits(samples, kind):
    assert np.array_equal(samples[kind]["d"], drawn(None)["d"])


def test_the_first_factor_of_a_gaussian_copula_is_what_it_is_alone(samples):
    np.testing.assert_allclose(samples["gaussian"]["a"], drawn(None)["a"], rtol=1e-7)


@every_copula
def test_a_sector_more_moves_no_factor_that_is_there(samples, kind):
    more = {"new": Gamma(shape=3.0), **FACTORS}
    pairs = (*PAIRS, ("new", "b", 0.4), ("d", "a", 0.2))
    found = drawn(COPULAS[kind].model_copy(update={"correlation": pairs}), more)
    for name in "abc":
        assert np.array_equal(found[name], samples[kind][name])
    assert spearman(found["new"][0], found["b"][0]) > 0.3


@every_copula
def test_factors_are_the_same_in_whatever_block(samples, kind):
    part = drawn(COPULAS[kind], block=Block(1024, 512))
    for name in SCIPY:
        assert np.array_equal(part[name], samples[kind][name][:, 1024:1536])


@every_copula
def test_factors_that_move_as_one_do(kind):
    pairs = (("a", "d", 1.0), ("a", "b", -1.0), ("b", "d", -1.0))
    copula = COPULAS[kind].model_copy(update={"correlation": pairs})
    found = drawn(copula, block=Block(0, 2048))
    order = np.argsort(found["a"][0])
    assert np.all(np.diff(found["d"][0, order]) >= -1e-9)
    assert np.all(np.diff(found["b"][0, order]) <= 1e-9)


def scores(name, factor):
    return stats.norm.ppf(SCIPY[name].cdf(factor))


def test_persistence_is_the_autocorrelation_of_the_scores_of_every_factor():
    copula = Gaussian(correlation=PAIRS, persistence=0.6)
    found = drawn(copula, years=4, block=Block(0, 30_000))
    for name in SCIPY:
        z = scores(name, found[name])
        for lag in (1, 2, 3):
            pairs = np.corrcoef(z[:-lag].ravel(), z[lag:].ravel())[0, 1]
            assert pairs == pytest.approx(0.6**lag, abs=0.025)
        assert np.std(z[3]) == pytest.approx(1.0, abs=0.015)
    z = [scores(name, found[name])[3] for name in "ab"]
    assert np.corrcoef(*z)[0, 1] == pytest.approx(0.5, abs=0.02)


def test_under_a_t_copula_persistence_acts_below_the_shock_and_each_year_keeps_its_copula():
    found = drawn(T(df=4.0, correlation=PAIRS, persistence=0.6), years=2, block=Block(0, 60_000))
    assert stats.kstest(found["a"][1], SCIPY["a"].cdf).pvalue > 0.005
    both = [found[name][1] > SCIPY[name].ppf(0.98) for name in "bc"]
    t, end = stats.t(4.0), stats.t(4.0).ppf(0.98)
    x = t.ppf(np.linspace(0.98, 1.0, 4001)[:-1] + 0.0000025)
    want = float(np.mean(stats.t(5.0).sf(end / np.sqrt((4.0 + x * x) / 5.0))))
    assert np.mean(both[0] & both[1]) / 0.02 == pytest.approx(
        want, abs=4.0 * math.sqrt(want / 1200)
    )
    signs = np.sign(stats.t(4.0).ppf(SCIPY["b"].cdf(found["b"])))
    # signs are those of the normal scores: 2 / pi asin(0.6)
    assert np.mean(signs[0] * signs[1]) == pytest.approx(2.0 / math.pi * math.asin(0.6), abs=0.016)


def test_a_first_year_knows_no_persistence():
    with_it = drawn(Gaussian(correlation=PAIRS, persistence=0.6), years=2, block=Block(0, 512))
    without = drawn(Gaussian(correlation=PAIRS), years=2, block=Block(0, 512))
    assert np.array_equal(with_it["b"][0], without["b"][0])
    assert not np.array_equal(with_it["b"][1], without["b"][1])


def test_a_pair_of_something_without_a_factor_is_refused():
    with pytest.raises(ModelRefusedError, match="no factor none to link; choose from a, b, c, d"):
        plan_of(Gaussian(correlation=[("a", "none", 0.1)]))


def test_linked_factors_make_linked_losses_and_leave_each_line_its_own():
    def part(number, sector):
        return ComponentInput(
            name=f"{sector}.x.c", line=number, frequency=Poisson(mean=400.0, systemic=True),
            risks=1, severity=Lognormal(mean=1.0, cv=0.5), terms=Terms(), systemic=number,
        )  # fmt: skip

    def losses(dependence):
        plan = build_simulation(
            seed=7, years=1, lines=("a.x", "b.x"), premium=np.ones((2, 1)),
            factors={"a": Gamma(shape=4.0), "b": Gamma(shape=4.0)},
            components=[part(0, "a"), part(1, "b")], events={}, sites={},
            thresholds=np.full(2, np.inf), dependence=dependence,
        )  # fmt: skip
        return simulate(plan, Block(0, 8192)).total[:, 0]

    linked, alone = losses(Gaussian(correlation=[("a", "b", 0.8)])), losses(None)
    assert spearman(*alone) == pytest.approx(0.0, abs=0.045)
    # a little less than 6 / pi asin(0.4) = 0.786: counts and sizes of a year add noise of their own
    assert spearman(*linked) == pytest.approx(0.77, abs=0.03)
    np.testing.assert_allclose(linked[0], alone[0], rtol=1e-6)
