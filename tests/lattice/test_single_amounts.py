"""Severities that jump, on the exact route."""

import itertools

import numpy as np
import pytest
from scipy import integrate

from coinsure.lattice import exact_distribution
from coinsure.lattice.payment import payment_of
from coinsure.models.frequency import Poisson
from coinsure.models.severity import (
    Empirical,
    Lognormal,
    Mbbefd,
    Mixture,
    MixturePart,
    Spliced,
    Truncated,
    Uniform,
)
from coinsure.models.terms import Terms

SEEN = Empirical(amounts=(1.0, 2.0, 5.0), weights=(5.0, 3.0, 2.0))
BODY = Lognormal(mean=2.0, cv=1.0)
KINDS = {
    "seen": SEEN,
    "curve": Mbbefd(c=3.0, scale=50.0),
    "clouds": Mixture(
        parts=(
            MixturePart(weight=0.7, severity=Uniform(low=1.0, high=2.0)),
            MixturePart(weight=0.3, severity=Truncated(severity=BODY, lower=6.0, upper=30.0)),
        )
    ),
    "tail": Spliced(body=BODY, threshold=4.0, alpha=1.5, above=0.1),
    "values seen": Mbbefd(c=3.0, scale=Empirical(amounts=(10.0, 40.0))),
}


@pytest.mark.parametrize("name", list(KINDS))
def test_moments_are_integrals_of_the_survival_between_the_breaks(name):
    severity, terms = KINDS[name], Terms(deductible=0.5, limit=25.0, participation=0.8)
    found = payment_of(severity, terms).moments()
    edges = np.unique(np.clip([0.5, 25.5, *severity.breaks()], 0.5, 25.5))
    for order in (1, 2, 3):
        pieces = [
            integrate.quad(
                lambda x, k=order: k * 0.8**k * (x - 0.5) ** (k - 1) * float(severity.survival(x)),
                a,
                b,
                epsrel=1e-10,
                limit=200,
            )[0]
            for a, b in itertools.pairwise(edges)
        ]
        assert found[order - 1] == pytest.approx(sum(pieces), rel=1e-7)


def test_a_total_loss_is_a_single_payment():
    payment = payment_of(Mbbefd(g=20.0, b=3.0, scale=50.0), Terms(deductible=5.0))
    assert payment.amounts.tolist() == [0.0, 45.0]
    assert payment.chances[1] == pytest.approx(0.05, rel=1e-12)


def test_a_sum_of_losses_seen_is_that_of_panjers_recursion(line):
    mean, size = 1.3, 80
    loss = np.zeros(size)
    loss[[1, 2, 5]] = 0.5, 0.3, 0.2
    known = np.zeros(size)
    known[0] = np.exp(-mean)
    for s in range(1, size):
        k = np.arange(1, s + 1)
        known[s] = mean / s * float((k * loss[k]) @ known[s - k])
    book = exact_distribution([line(Poisson(mean=mean), SEEN)], {}, step=1.0, size=256)
    np.testing.assert_allclose(book.total.atoms[:size], known, atol=1e-12)


def test_a_few_hundred_losses_seen_keep_their_mean_and_variance(line):
    amounts = np.random.default_rng(5).lognormal(1.0, 1.0, 300)
    book = exact_distribution([line(Poisson(mean=4.0), Empirical(amounts=tuple(amounts)))], {})
    total = book.total
    mass, points = total.density + total.atoms, total.lattice.points()
    mean = float(mass @ points)
    assert mean == pytest.approx(4.0 * amounts.mean(), rel=1e-5)
    variance = float(mass @ (points - mean) ** 2)
    assert variance == pytest.approx(4.0 * (amounts**2).mean(), rel=1e-3)
