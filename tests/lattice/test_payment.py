"""What the pool has of one loss: moments and single amounts, against quadrature by SciPy."""

import itertools
import math

import numpy as np
import pytest
from scipy import integrate, stats

from coinsure.errors import ModelRefusedError
from coinsure.lattice.kept import Kept
from coinsure.lattice.payment import payment_of
from coinsure.models.severity import Beta, Constant, Lognormal, Pareto, Uniform
from coinsure.models.terms import Terms

LOGNORMAL = Lognormal(mean=2.0, cv=3.0)
SCIPY_LOGNORMAL = stats.lognorm(s=math.sqrt(math.log(10.0)), scale=2.0 / math.sqrt(10.0))
RANDOM_VALUE = Beta(alpha=1.5, beta=2.5, scale=Lognormal(mean=15.0, sigma=0.8))


def moment(known, paid, order, kinks):
    """E[paid(X)^order] by quadrature over the probabilities."""
    cuts = np.concatenate([[0.0], known.cdf(np.array(kinks)), [1.0]])
    pieces = [
        integrate.quad(lambda u: float(paid(known.ppf(u))) ** order, a, b, limit=200)[0]
        for a, b in itertools.pairwise(cuts)
        if b > a
    ]
    return sum(pieces)


@pytest.mark.parametrize(
    ("severity", "known", "terms", "kinks"),
    [
        (LOGNORMAL, SCIPY_LOGNORMAL, Terms(deductible=0.1, limit=20.0), [0.1, 20.1]),
        (LOGNORMAL, SCIPY_LOGNORMAL, Terms(limit=3.0, participation=0.7), [3.0]),
        (
            Beta(alpha=1.2, beta=8.0, scale=500.0),
            stats.beta(1.2, 8.0, scale=500.0),
            Terms(deductible=20.0, deductible_rate=0.1, participation=0.9),
            [50.0],
        ),
        (Pareto(minimum=50.0, alpha=1.05), stats.pareto(1.05, scale=50.0), Terms(limit=9e3), [9e3]),
        (Uniform(low=300.0, high=900.0), stats.uniform(300.0, 600.0), Terms(limit=500.0), [500.0]),
    ],
    ids=["layer", "share", "rate", "heavy", "bounded"],
)
def test_moments_are_those_of_the_payment(severity, known, terms, kinks):
    scale = severity.scale or 0.0
    found = payment_of(severity, terms).moments()
    for order in (1, 2, 3):
        expected = moment(known, lambda x: terms.payment(x, scale), order, kinks)
        assert found[order - 1] == pytest.approx(expected, rel=1e-6)


def test_moments_of_a_random_value_are_products():
    # E[(V B)^k] = E[V^k] E[B^k]; raw moments of the beta: a/(a+b), then (a+1)/(a+b+1), ...
    ratio = (1.5 / 4.0, 1.5 * 2.5 / (4.0 * 5.0), 1.5 * 2.5 * 3.5 / (4.0 * 5.0 * 6.0))
    value = [15.0**k * math.exp(0.5 * k * (k - 1) * 0.64) for k in (1, 2, 3)]
    found = payment_of(RANDOM_VALUE, Terms()).moments()
    assert found == pytest.approx([r * v for r, v in zip(ratio, value, strict=True)], rel=1e-6)


def test_moments_of_an_unlimited_tail_end_where_they_do_not_exist():
    # E[X^k] = a m^k / (a - k) for a > k
    found = payment_of(Pareto(minimum=2.0, alpha=2.5), Terms()).moments()
    assert found[:2] == pytest.approx([2.5 * 2.0 / 1.5, 2.5 * 4.0 / 0.5], rel=1e-6)
    assert found[2] == math.inf
    assert payment_of(Pareto(minimum=2.0, alpha=1.0), Terms()).mean == math.inf


LIMITED = {
    "layer": (LOGNORMAL, Terms(deductible=0.1, limit=20.0), 1),
    "share of a random value": (RANDOM_VALUE, Terms(deductible=1.0, participation=0.8), 1),
    "several risks": (LOGNORMAL, Terms(deductible=0.1, limit=0.5), 6),
    "above a first loss": (Uniform(low=3.0, high=9.0), Terms(deductible=1.0, limit=4.0), 1),
}


@pytest.mark.parametrize(("severity", "terms", "risks"), LIMITED.values(), ids=LIMITED.keys())
def test_the_limited_mean_is_that_of_the_payment(severity, terms, risks):
    payment = payment_of(severity, terms, risks=risks)
    u = (np.arange(2_000) + 0.5) / 2_000
    paid = risks * terms.payment(severity.quantile(u) / risks)
    top = min(payment.highest, 20.0)
    for limit in np.array([0.1, 0.5, 0.9, 1.0]) * top:
        found = float(payment.limited_mean(np.array([limit]))[0])
        assert found == pytest.approx(np.minimum(paid, limit).mean(), rel=2e-3)


def test_single_amounts_have_their_probabilities():
    payment = payment_of(LOGNORMAL, Terms(deductible=0.1, limit=20.0, participation=0.5))
    assert payment.amounts == pytest.approx([0.0, 10.0])
    expected = [SCIPY_LOGNORMAL.cdf(0.1), SCIPY_LOGNORMAL.sf(20.1)]
    assert payment.chances == pytest.approx(expected, rel=1e-9)
    assert payment.highest == 10.0


def test_a_loss_that_takes_a_few_amounts_pays_a_few_amounts(losses):
    # 1 is below the deductible, 4 and 9 pay 2 and 7, 30 meets the limit of 20
    points = losses.points((1.0, 4.0, 9.0, 30.0), (0.1, 0.2, 0.3, 0.4))
    payment = payment_of(points, Terms(deductible=2.0, limit=20.0))
    chances = dict(zip(payment.amounts.tolist(), payment.chances.tolist(), strict=True))
    assert chances == pytest.approx({0.0: 0.1, 2.0: 0.2, 7.0: 0.3, 20.0: 0.4})
    assert payment.mean == pytest.approx(0.4 + 2.1 + 8.0)


def test_an_amount_at_the_limit_is_counted_once(losses):
    points = losses.points((5.0, 10.0, 12.0), (0.5, 0.3, 0.2))
    payment = payment_of(points, Terms(limit=10.0))
    chances = dict(zip(payment.amounts.tolist(), payment.chances.tolist(), strict=True))
    assert chances == pytest.approx({0.0: 0.0, 5.0: 0.5, 10.0: 0.5})


def test_a_flat_piece_in_the_middle_is_an_amount_of_its_own():
    # a layer 10 xs 5 that is ceded: the pool has all up to 5, and again above 15
    kept = Kept(np.array([0.0, 5.0, 15.0]), np.array([1.0, 0.0, 1.0]))
    payment = payment_of(Uniform(low=0.0, high=20.0), Terms(), treaties=kept)
    assert payment.amounts == pytest.approx([0.0, 5.0])
    assert payment.chances == pytest.approx([0.0, 0.5])
    # by hand: 5 / 20 x 2.5 + 15 / 20 x 5 + (20 - 15) / 20 x 2.5
    assert payment.mean == pytest.approx(0.625 + 3.75 + 0.625)
    assert payment.highest == pytest.approx(10.0)


def test_a_loss_below_its_deductible_pays_nothing():
    payment = payment_of(Constant(value=3.0), Terms(deductible=4.0))
    assert payment.mean == 0.0
    assert payment.highest == 0.0
    assert payment.moments() == (0.0, 0.0, 0.0)
    assert payment.chances == pytest.approx([1.0])


def test_a_rate_of_a_value_that_is_not_there_is_refused(losses):
    with pytest.raises(ModelRefusedError, match="a fraction of the value"):
        payment_of(losses.gamma(2.0, 3.0), Terms(deductible_rate=0.1))
    with pytest.raises(ModelRefusedError, match="give it one, or give a deductible"):
        payment_of(LOGNORMAL, Terms(deductible_rate=0.1))
