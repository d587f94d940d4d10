"""A yearly factor on loss sizes multiplies losses before they are paid, for all who follow it."""

import numpy as np
import pytest
from scipy import stats

from coinsure.errors import ModelRefusedError
from coinsure.models.dependence import Gamma, LognormalFactor
from coinsure.models.dependence.copulas import Gaussian
from coinsure.models.development import Development
from coinsure.models.frequency import Fixed, Poisson
from coinsure.models.severity import Beta, Constant, Lognormal, Uniform
from coinsure.models.terms import Terms
from coinsure.models.uncertainty import SizeLevel
from coinsure.simulation import ComponentInput, build_simulation, simulate
from coinsure.simulation.factors import draw_factors
from coinsure.tables.losses import Block

FACTORS = {
    "s": Gamma(shape=4.0),
    "s:severity": LognormalFactor(cv=0.5),
    "s.b:severity": Gamma(cv=0.3),
}
OF_SECTOR, OF_LINE = 1, 2
BLOCK = Block(512, 3000)
YEARS = 3


def part(name="s.a.c", *, line=0, frequency=None, severity=None, factor=OF_SECTOR, **given):
    return ComponentInput(
        name=name, line=line, frequency=frequency or Fixed(count=2), risks=1,
        severity=severity or Constant(value=10.0), terms=given.pop("terms", Terms()),
        size_factor=factor, **given,
    )  # fmt: skip


def plan_of(*components, factors=FACTORS, dependence=None, threshold=np.inf):
    return build_simulation(
        seed=7, years=YEARS, lines=("s.a", "s.b"), premium=np.ones((2, YEARS)), factors=factors,
        components=components, events={}, sites={}, thresholds=np.full(2, threshold),
        dependence=dependence,
    )  # fmt: skip


def drawn(plan):
    factors = draw_factors(plan.factors, plan.link, seed=plan.seed, block=BLOCK, years=YEARS)
    return factors, simulate(plan, BLOCK)


def test_losses_are_multiplied_before_the_terms_each_year_by_its_own_factor():
    terms = Terms(deductible=8.0, limit=5.0, participation=0.5)
    factors, losses = drawn(plan_of(part(terms=terms, threshold=1.0)))
    paid = 0.5 * np.clip(10.0 * factors[OF_SECTOR] - 8.0, 0.0, 5.0)
    np.testing.assert_allclose(losses.total[0], 2.0 * paid, rtol=1e-12, atol=1e-12)
    rows = np.repeat(np.arange(paid.size), np.diff(losses.large.start))
    np.testing.assert_allclose(losses.large.amount, paid.ravel()[rows], rtol=1e-12)
    assert np.array_equal(np.unique(rows), np.flatnonzero(paid.ravel() > 1.0))


def test_all_who_follow_a_factor_share_it_and_a_line_may_have_its_own():
    factors, losses = drawn(
        plan_of(
            part("s.a.c"),
            part("s.a.d", severity=Constant(value=1.0)),
            part("s.b.c", line=1, factor=OF_LINE),
        )
    )
    np.testing.assert_allclose(losses.total[0], 22.0 * factors[OF_SECTOR], rtol=1e-12)
    np.testing.assert_allclose(losses.total[1], 20.0 * factors[OF_LINE], rtol=1e-12)
    assert (
        stats.kstest(factors[OF_LINE].ravel(), stats.gamma(1 / 0.09, scale=0.09).cdf).pvalue > 0.01
    )


def test_a_component_that_does_not_follow_keeps_its_bits():
    severity, frequency = Lognormal(mean=2.0, cv=3.0), Poisson(mean=3.0)
    own = part("s.b.c", line=1, factor=-1, severity=severity, frequency=frequency)
    alone = drawn(plan_of(own, factors={"s": None}))[1]
    beside = drawn(plan_of(part(), own))[1]
    assert np.array_equal(beside.total[1], alone.total[1])


def test_a_factor_and_a_level_multiply():
    level = SizeLevel(cv=0.4)
    without, with_level = drawn(plan_of(part())), drawn(plan_of(part(level=level)))
    ratio = with_level[1].total[0] / without[1].total[0]
    np.testing.assert_allclose(ratio, np.repeat(ratio[:1], YEARS, axis=0), rtol=1e-12)
    assert np.std(ratio[0]) == pytest.approx(0.4, abs=0.05)


def test_inflated_years_have_their_own_factor_too():
    development = Development(claims_inflation=[0.5, 1.0])
    factors, losses = drawn(plan_of(part(development=development)))
    inflated = np.array([20.0, 30.0, 60.0])[:, None] * factors[OF_SECTOR]
    np.testing.assert_allclose(losses.total[0], inflated, rtol=1e-12)


def test_a_policy_aggregate_cuts_losses_that_are_multiplied():
    terms = Terms(aggregate=25.0)
    _, losses = drawn(plan_of(part(frequency=Poisson(mean=2.0), terms=terms)))
    plain = drawn(plan_of(part(frequency=Poisson(mean=2.0), terms=Terms())))[1].total[0]
    np.testing.assert_allclose(losses.total[0], np.minimum(plain, 25.0), rtol=1e-12)
    assert 0.1 < np.mean(plain > 25.0) < 0.9


def test_the_damage_of_a_site_is_at_most_its_value():
    sites = (("north", 100.0), ("south", 40.0))
    ratio = Uniform(low=0.5, high=1.0)
    component = part(severity=ratio, frequency=Fixed(count=1), sites=sites, threshold=0.0)
    _, losses = drawn(plan_of(component))
    most = np.array([100.0, 40.0])[losses.large.risk]
    assert np.all(losses.large.amount <= most)
    assert np.mean(losses.large.amount == most) == pytest.approx(0.22, abs=0.05)


def test_number_and_size_can_go_together():
    frequency = Poisson(mean=50.0, systemic=True)
    pairs = Gaussian(correlation=[("s", "s:severity", 0.9)])
    component = part(systemic=0, frequency=frequency)
    factors, losses = drawn(plan_of(component, dependence=pairs))
    rho = stats.spearmanr(factors[0].ravel(), factors[1].ravel()).statistic
    assert rho == pytest.approx(0.8915, abs=0.01)
    # E[F S] is above 1: bad years have more losses and larger ones
    assert losses.total[0].mean() > 1.15 * drawn(plan_of(component))[1].total[0].mean()


def test_a_factor_that_is_not_there_is_refused():
    missing = {"s": None, "s:severity": None}
    with pytest.raises(ModelRefusedError, match=r"s\.a\.c: .* s has no systemic_severity factor"):
        plan_of(part(), factors=missing)


def test_a_rate_of_a_random_value_is_refused_beside_a_factor():
    severity = Beta(alpha=1.5, beta=1.5, scale=Lognormal(mean=10.0, cv=0.5))
    with pytest.raises(ModelRefusedError, match="systemic_severity multiplies the loss but not"):
        plan_of(part(severity=severity, terms=Terms(deductible_rate=0.1)))
