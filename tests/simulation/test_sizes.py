"""Sizes of losses whose parameters are drawn once per path."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from coinsure.errors import ModelRefusedError
from coinsure.models.development import Development
from coinsure.models.frequency import Fixed
from coinsure.models.severity import Beta, Constant, Lognormal, Uniform
from coinsure.models.terms import Terms
from coinsure.models.uncertainty import Alternative, SizeLevel
from coinsure.simulation import ComponentInput, simulate
from coinsure.tables.losses import Block

BLOCK = Block(0, 16_384)


def part(**changes) -> ComponentInput:
    fields = {
        "frequency": Fixed(count=2),
        "risks": 10,
        "severity": Constant(value=1.0),
        "terms": Terms(),
    }
    return ComponentInput(name="s.line_0.c", line=0, **(fields | changes))


def annual(plan_of, component: ComponentInput, years: int = 2) -> np.ndarray:
    return simulate(plan_of(component, years=years), BLOCK).total[0]


def test_a_level_multiplies_every_loss_of_a_path_in_every_year(plan_of):
    first, second = annual(plan_of, part(level=SizeLevel(cv=0.3)))
    assert np.array_equal(first, second)
    sigma = np.sqrt(np.log(1.09))
    factor = stats.lognorm(sigma, scale=np.exp(-0.5 * sigma**2))
    assert stats.kstest(first / 2.0, factor.cdf).pvalue > 1e-3
    assert first.mean() == pytest.approx(2.0, abs=4.0 * 0.6 / np.sqrt(BLOCK.paths))


def test_a_level_comes_before_the_terms(plan_of):
    terms = Terms(deductible=0.5, limit=1.0, participation=0.5)
    plain, paid = (
        annual(plan_of, part(level=SizeLevel(low=0.5, high=2.0), terms=t))[0]
        for t in (Terms(), terms)
    )
    assert paid == pytest.approx(2.0 * terms.payment(plain / 2.0))


def test_levels_leave_the_draws_of_losses_alone(plan_of):
    severity = Lognormal(mean=3.0, cv=1.0)
    certain = annual(plan_of, part(severity=severity))
    uncertain = annual(plan_of, part(severity=severity, level=SizeLevel(cv=0.3)))
    ratio = uncertain / certain
    assert ratio[0] == pytest.approx(ratio[1], rel=1e-12)


def test_all_sites_have_the_same_level_and_none_loses_more_than_its_value(plan_of):
    component = part(
        frequency=Fixed(count=1),
        severity=Constant(value=0.7),
        sites=(("a", 100.0), ("b", 10.0)),
        level=SizeLevel(cv=0.5),
        threshold=0.0,
    )
    losses = simulate(plan_of(component, sites={"s.line_0": {"a": 100.0, "b": 10.0}}), BLOCK)
    by_site = losses.large.amount[np.argsort(losses.large.risk, kind="stable")].reshape(2, -1)
    assert by_site[0] == pytest.approx(10.0 * by_site[1])
    assert by_site[0].max() == 100.0
    assert 0.1 < np.mean(by_site[0] == 100.0) < 0.25


SETS = (
    Alternative(weight=0.25, severity=Constant(value=10.0)),
    Alternative(weight=0.05, severity=Constant(value=100.0)),
)


def test_a_path_has_one_set_of_parameters_with_its_weight(plan_of):
    first, second = annual(plan_of, part(alternatives=SETS))
    assert np.array_equal(first, second)
    for value, weight in ((2.0, 0.7), (20.0, 0.25), (200.0, 0.05)):
        error = np.sqrt(weight * (1.0 - weight) / BLOCK.paths)
        assert abs(np.mean(first == value) - weight) < 4.0 * error


def test_losses_of_every_set_are_those_that_it_would_have_alone(plan_of):
    one, two = Lognormal(mean=3.0, cv=1.0), Uniform(low=50.0, high=60.0)
    both = part(severity=one, alternatives=(Alternative(weight=0.4, severity=two),), threshold=2.0)
    mixed = simulate(plan_of(both, years=2), BLOCK)
    alone = [
        simulate(plan_of(replace(both, severity=s, alternatives=()), years=2), BLOCK)
        for s in (one, two)
    ]
    choice = (mixed.total[0, 0] == alone[1].total[0, 0]).astype(int)
    want = np.where(choice, alone[1].total[0], alone[0].total[0])
    assert np.array_equal(mixed.total[0], want)
    assert choice.mean() == pytest.approx(0.4, abs=0.02)
    kept = np.bincount(mixed.large.row, mixed.large.amount, minlength=2 * BLOCK.paths)
    each = [np.bincount(a.large.row, a.large.amount, minlength=2 * BLOCK.paths) for a in alone]
    assert np.allclose(kept, np.where(np.tile(choice, 2), each[1], each[0]), rtol=1e-12)


def test_sets_levels_and_years_come_together_in_any_block(plan_of):
    component = part(
        alternatives=SETS,
        level=SizeLevel(cv=0.2),
        terms=Terms(limit=50.0),
        development=Development(claims_inflation=0.1),
        threshold=5.0,
    )
    plan = plan_of(component, years=3)
    whole, later = simulate(plan, BLOCK), simulate(plan, Block(2048, 512))
    assert np.array_equal(later.total, whole.total[:, :, 2048:2560])
    under_limit = whole.total[0, 2] < 40.0
    growth = whole.total[0, 2, under_limit] / whole.total[0, 0, under_limit]
    assert growth == pytest.approx(1.21, rel=1e-12)


def test_an_aggregate_cuts_losses_of_the_sets_and_levels(plan_of):
    component = part(
        alternatives=SETS, level=SizeLevel(cv=0.5), terms=Terms(aggregate=30.0), risks=1
    )
    losses = simulate(plan_of(component, years=2), BLOCK)
    without = simulate(plan_of(replace(component, terms=Terms()), years=2), BLOCK)
    assert losses.total[0] == pytest.approx(np.minimum(without.total[0], 30.0))


def test_thirty_two_sets_can_be_drawn(plan_of):
    others = tuple(
        Alternative(weight=1.0 / 32.0, severity=Constant(value=k + 2.0)) for k in range(31)
    )
    first = annual(plan_of, part(alternatives=others))[0]
    values, counts = np.unique(first, return_counts=True)
    assert values.tolist() == [2.0 * (k + 1) for k in range(32)]
    assert stats.chisquare(counts).pvalue > 1e-3


def test_a_level_beside_a_deductible_of_a_random_value_is_refused(plan_of):
    component = part(
        severity=Beta(alpha=2.0, beta=2.0, scale=Lognormal(mean=20.0, cv=0.5)),
        terms=Terms(deductible_rate=0.1),
        level=SizeLevel(cv=0.2),
    )
    with pytest.raises(ModelRefusedError, match=r"s\.line_0\.c: severity_level multiplies"):
        plan_of(component)
