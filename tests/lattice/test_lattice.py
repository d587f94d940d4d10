"""Losses and sums on a lattice, against slow and obvious ones."""

import math

import numpy as np
import pytest
from scipy import stats

from coinsure.lattice.compound import Term
from coinsure.lattice.counts import BinomialCount, NegativeBinomialCount, PoissonCount
from coinsure.lattice.lattice import Lattice, convolve, discretise
from coinsure.lattice.payment import payment_of
from coinsure.models.severity import Beta, Constant, Lognormal, Pareto, Uniform
from coinsure.models.terms import Terms

ONE_LOSS = {
    "layer": (Lognormal(mean=2.0, cv=3.0), Terms(deductible=0.1, limit=20.0)),
    "bounded": (Beta(alpha=3.0, beta=2.0, scale=17.3), Terms(participation=0.7)),
    "off the lattice": (Uniform(low=3.3, high=12.7), Terms(deductible=1.1, limit=9.9)),
    "heavy": (Pareto(minimum=1.0, alpha=1.3), Terms(limit=18.0)),
}


@pytest.mark.parametrize(("severity", "terms"), ONE_LOSS.values(), ids=ONE_LOSS.keys())
def test_mean_and_variance_of_one_loss_are_kept(severity, terms):
    payment = payment_of(severity, terms)
    lattice = Lattice(0.25, 128)
    found = discretise(payment, lattice)
    first, second, _ = payment.moments()
    points = lattice.points()
    assert found.mass.sum() == pytest.approx(1.0, abs=1e-12)
    assert (found.mass >= -1e-15).all()
    assert found.mass @ points == pytest.approx(first, rel=1e-9)
    assert found.mass @ points**2 == pytest.approx(second + found.spread, rel=1e-4)
    assert found.sharpened.sum() == pytest.approx(1.0, abs=1e-12)
    assert found.sharpened @ points == pytest.approx(first, rel=1e-9)
    assert found.sharpened @ points**2 == pytest.approx(second, rel=1e-4)


def test_a_loss_beyond_the_lattice_is_left_out():
    payment = payment_of(Pareto(minimum=1.0, alpha=2.0), Terms())
    found = discretise(payment, Lattice(0.5, 64))
    # P(X > 31.5) = 31.5^-2; the last point has half of the cell beyond it at most
    assert 1.0 - found.mass.sum() == pytest.approx(31.5**-2, rel=0.02)


def test_single_amounts_stay_on_their_points():
    payment = payment_of(Constant(value=7.5), Terms(deductible=0.5))
    found = discretise(payment, Lattice(0.5, 32))
    assert found.mass[14] == pytest.approx(1.0)
    assert found.atoms[14] == pytest.approx(1.0)
    assert found.spread == pytest.approx(0.0, abs=1e-12)


def test_a_single_amount_between_points_goes_to_both():
    found = discretise(payment_of(Constant(value=7.1), Terms()), Lattice(1.0, 32))
    assert found.mass[7:9] == pytest.approx([0.9, 0.1])
    assert found.atoms.sum() == 0.0
    assert found.spread == pytest.approx(0.09)


def slow_sum(count_chances, loss):
    """Add up the probabilities of n losses, by direct convolution."""
    total, power = np.zeros(loss.size), np.zeros(loss.size)
    power[0] = 1.0
    for chance in count_chances:
        total += chance * power
        power = np.convolve(power, loss)[: loss.size]
    return total


DICE = np.array([0.1, 0.0, 0.4, 0.3, 0.0, 0.2])  # of losses 0 to 5
COUNTS = {
    "poisson": (PoissonCount(3.0), stats.poisson(3.0)),
    "negative binomial": (NegativeBinomialCount(3.0, 2.5), stats.nbinom(2.0, 0.4)),
    "binomial": (BinomialCount(12, 0.25), stats.binom(12, 0.25)),
    "known": (BinomialCount(4, 1.0), stats.binom(4, 1.0)),
}


@pytest.mark.parametrize(("count", "known"), COUNTS.values(), ids=COUNTS.keys())
def test_sums_of_dice_are_those_of_direct_convolution(count, known, losses):
    faces = np.flatnonzero(DICE)
    dice = losses.points(tuple(faces.astype(float)), tuple(DICE[faces]))
    size = 256
    sums = convolve([Term(0, count)], [payment_of(dice, Terms())], Lattice(1.0, size), lines=1)
    loss = np.zeros(size)
    loss[: DICE.size] = DICE
    expected = slow_sum(known.pmf(np.arange(120)), loss)
    assert sums.mass == pytest.approx(expected, abs=1e-10)
    assert sums.atoms == pytest.approx(expected, abs=1e-10)
    assert sums.by_line[0] == pytest.approx(expected * np.arange(size), abs=1e-8)
    assert sums.spread == pytest.approx(0.0, abs=1e-12)


def test_what_lies_beyond_the_lattice_does_not_come_back():
    payment = payment_of(Uniform(low=0.0, high=2.0), Terms())
    terms = [Term(0, PoissonCount(30.0))]
    short = convolve(terms, [payment], Lattice(0.05, 800), lines=0)
    long = convolve(terms, [payment], Lattice(0.05, 4096), lines=0)
    assert short.tail == pytest.approx(long.mass[800:].sum(), rel=1e-4)
    assert 0.01 < short.tail < 0.1
    worst = np.abs(short.mass - long.mass[:800]).max()
    assert worst <= short.aliasing
    assert short.aliasing == pytest.approx(math.exp(-14.0) * short.tail)


def test_a_loss_too_narrow_for_the_lattice_is_not_sharpened():
    # 40 certain losses far narrower than a step: four points for each would make sums explode
    payment = payment_of(Uniform(low=1.0, high=1.02), Terms())
    sums = convolve([Term(0, BinomialCount(40, 1.0))], [payment], Lattice(1.0, 128), lines=0)
    assert sums.mass.sum() == pytest.approx(1.0, abs=1e-9)
    assert sums.mass.min() > -1e-9
    assert sums.mass @ sums.lattice.points() == pytest.approx(40.4, rel=1e-9)
