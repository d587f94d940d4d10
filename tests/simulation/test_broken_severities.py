"""Severities that jump, in the kernel: annual totals against moments that quadrature gives."""

import numpy as np
import pytest
from scipy import stats

from coinsure.lattice.payment import payment_of
from coinsure.models.frequency import Poisson
from coinsure.models.severity import (
    Constant,
    Empirical,
    Lognormal,
    Mbbefd,
    Mixture,
    MixturePart,
    Shifted,
    Spliced,
    Truncated,
)
from coinsure.models.terms import Terms
from coinsure.simulation import ComponentInput, simulate
from coinsure.tables.losses import Block

PATHS, MEAN = 100 * 512, 3.0
BODY = Lognormal(mean=2.0, cv=1.0)
KINDS = {
    "empirical": Empirical(amounts=(1.0, 2.0, 5.0, 40.0), weights=(6.0, 3.0, 1.0, 0.1)),
    "mbbefd": Mbbefd(c=4.0, scale=300.0),
    "mbbefd of a random value": Mbbefd(c=4.0, scale=Lognormal(mean=100.0, cv=0.5)),
    "mixture": Mixture(
        parts=(
            MixturePart(weight=0.8, severity=BODY),
            MixturePart(weight=0.2, severity=Constant(value=9.0)),
        )
    ),
    "shifted": Shifted(severity=BODY, by=3.0),
    "spliced": Spliced(body=BODY, threshold=4.0, alpha=1.3, above=0.1),
    "truncated": Truncated(severity=BODY, lower=1.0, upper=8.0),
}
TERMS = Terms(deductible=0.5, limit=100.0, participation=0.9)


@pytest.mark.parametrize("name", list(KINDS))
def test_annual_totals_have_their_mean_and_variance(plan_of, name):
    part = ComponentInput("s.line_0.c", 0, Poisson(mean=MEAN), 10, KINDS[name], TERMS)
    total = simulate(plan_of(part), Block(0, PATHS)).total.ravel()
    first, second, _ = payment_of(KINDS[name], TERMS).moments()
    variance = MEAN * second  # of a compound Poisson
    assert abs(total.mean() - MEAN * first) < 4.0 * np.sqrt(variance / PATHS)
    fourth = np.mean((total - total.mean()) ** 4)
    error = np.sqrt((fourth - variance**2) / PATHS)
    assert abs(total.var() - variance) < 4.0 * error


def test_single_losses_come_out_one_by_one_as_often_as_they_should(plan_of):
    severity = KINDS["empirical"]
    part = ComponentInput("s.line_0.c", 0, Poisson(mean=MEAN), 10, severity, Terms(), threshold=1.5)
    large = simulate(plan_of(part), Block(0, PATHS)).large.amount
    amounts, counts = np.unique(large, return_counts=True)
    assert amounts.tolist() == [2.0, 5.0, 40.0]
    wanted = PATHS * MEAN * np.array([3.0, 1.0, 0.1]) / 10.1
    for seen, mean in zip(counts, wanted, strict=True):
        assert stats.poisson(mean).cdf(seen) == pytest.approx(0.5, abs=0.4999)


def test_total_losses_in_the_kernel_are_the_sum_insured_to_the_bit(plan_of):
    part = ComponentInput(
        "s.line_0.c", 0, Poisson(mean=1.0), 10, Mbbefd(c=2.0, scale=300.0), Terms(), threshold=200.0
    )
    large = simulate(plan_of(part), Block(0, 4 * 512)).large.amount
    assert large.max() == 300.0
    assert np.sum(large == 300.0) > 100


def test_blocks_do_not_matter(plan_of):
    part = ComponentInput("s.line_0.c", 0, Poisson(mean=MEAN), 10, KINDS["mixture"], TERMS)
    plan = plan_of(part)
    whole = simulate(plan, Block(0, 1024)).total
    halves = [simulate(plan, Block(first, 512)).total for first in (0, 512)]
    assert np.array_equal(whole, np.concatenate(halves, axis=2))
