"""How far the total of a book reaches, and how much it varies, from short lattices."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from coinsure.arrays import LEVELS
from coinsure.errors import ModelRefusedError
from coinsure.lattice.compound import Term
from coinsure.lattice.distribution import ExactDistribution, book_of
from coinsure.lattice.lattice import Lattice, convolve
from coinsure.lattice.payment import Payment

TAILS = (1e-6, 1e-5, 5e-5)
"""Probabilities beyond a fitted lattice: the first unless tails are so heavy that the lattice would
be very long. Means know what lies beyond, so that every TVaR has all of the tail."""

_BODY = 0.999  # level up to which the variance of the total matters
_SHORT, _LONG = 512, 1 << 15  # points of a try
_COARSE = 0.05  # part of the variance that losses between the points of a try may add
_TRIES = 300
_APART = 8.0  # steps from 0 at which an amount is known well enough
_ROOM = 1.1
_SKEWED = 20.0  # E[X^2] over E[X]^2 of losses, for a first try


class Reach(NamedTuple):
    """What decides on a lattice for a total."""

    ends: tuple[float, ...]  # amounts that it exceeds with the probabilities of ``TAILS``
    variance: float  # of its body
    low: float  # amount at its lowest level


def lowest_level(total: ExactDistribution) -> float:
    """Return the lowest level at which a total has to be known well.

    It is the lowest one of the package, or the middle of the losses where there mostly is none.
    """
    return max(LEVELS[0], 1.0 - 0.5 * float(1.0 - total.until[0]))


def reach(terms: Sequence[Term], payments: Sequence[Payment]) -> Reach:
    """Return how far the sum of the ``terms`` reaches.

    Raises
    ------
    ModelRefusedError
        It exceeds every amount that a float can hold with a probability of a millionth.
    """
    counts = [term.count.cumulants().mean for term in terms]
    means = [n * payment.mean for n, payment in zip(counts, payments, strict=True)]
    mean = sum(means)
    if mean == 0.0:
        return Reach((1.0,) * len(TAILS), 0.0, 1.0)
    typical = mean / sum(n for n, m in zip(counts, means, strict=True) if m > 0.0)
    end = mean + 8.0 * math.sqrt(_guess_of_variance(terms, payments, means)) + 4.0 * typical
    size = _SHORT
    found: ExactDistribution | None = None
    for _ in range(_TRIES):
        total = _try(terms, payments, mean, end, size)
        if total.coarseness > _COARSE and size < _LONG:
            size *= 8
            continue
        if total.tail > TAILS[0] or total.until[-1] < 1.0 - TAILS[0]:
            if found is not None:
                break
            end *= 2.0
            continue
        found, ends = total, _ends(total, 16.0 * typical)
        if end <= 2.0 * ends[0]:
            break
        end = ends[0]
    if found is not None:
        ends = _ends(found, 16.0 * typical)
        return Reach(ends, _variance_of_body(found), _low(terms, payments, mean, found))
    raise ModelRefusedError(
        f"no lattice holds all but {TAILS[0]:g} of the probability, the total still exceeds "
        f"{end:.3g}; give the losses a limit"
    )


def _try(
    terms: Sequence[Term], payments: Sequence[Payment], mean: float, end: float, size: int
) -> ExactDistribution:
    lattice = Lattice(end / (size - 1), size)
    sums = convolve(terms, payments, lattice, lines=0, sharpened=False)
    return book_of(sums, (), np.array([mean])).total


def _ends(total: ExactDistribution, least: float) -> tuple[float, ...]:
    ends = (max(_ROOM * total.value_at_risk(1.0 - tail), least) for tail in TAILS)
    return tuple(min(end, total.lattice.last) for end in ends)


def _low(
    terms: Sequence[Term], payments: Sequence[Payment], mean: float, total: ExactDistribution
) -> float:
    """Return the amount at the lowest level, looking closer until it is many steps from 0."""
    level = lowest_level(total)
    for _ in range(_TRIES):
        low, step = total.value_at(total.place(level)), total.lattice.step
        if low >= _APART * step:
            break
        total = _try(terms, payments, mean, 2.0 * (math.ceil(low / step) + 1.0) * step, _SHORT)
    return total.value_at(total.place(level))


def _guess_of_variance(
    terms: Sequence[Term], payments: Sequence[Payment], means: Sequence[float]
) -> float:
    guess = 0.0
    for term, payment, mean in zip(terms, payments, means, strict=True):
        q = 1.0 / term.shape if term.factor is not None else 0.0
        guess += mean * min(payment.highest, _SKEWED * payment.mean)
        guess += mean**2 * (q + term.level_variance)
    return guess


def _variance_of_body(total: ExactDistribution) -> float:
    """Return the variance of the total cut off at the end of its body."""
    points = np.minimum(total.lattice.points(), total.value_at_risk(_BODY))
    mass = total.density + total.atoms
    mean = float((mass * points).sum())
    return max(float((mass * (points - mean) ** 2).sum()), 0.0)
