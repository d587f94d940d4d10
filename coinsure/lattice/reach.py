"""How far the total of a book reaches, and how much it varies, from short lattices."""

import math
from collections.abc import Sequence

import numpy as np

from coinsure.errors import ModelRefusedError
from coinsure.lattice.compound import Term
from coinsure.lattice.distribution import ExactDistribution, book_of
from coinsure.lattice.lattice import Lattice, convolve
from coinsure.lattice.payment import Payment

TAIL = 1e-6
"""Probability beyond a fitted lattice."""

_BODY = 0.999  # level up to which the variance of the total matters
_SHORT, _LONG = 512, 1 << 15  # points of a try
_COARSE = 0.05  # part of the variance that losses between the points of a try may add
_TRIES = 300
_ROOM = 1.1
_SKEWED = 20.0  # E[X^2] over E[X]^2 of losses, for a first try


def reach(terms: Sequence[Term], payments: Sequence[Payment]) -> tuple[float, float]:
    """Return the amount that the total exceeds once in a million, and the variance of its body.

    Raises
    ------
    ModelRefusedError
        There is no such amount that a float can hold.
    """
    counts = [term.count.cumulants().mean for term in terms]
    means = [n * payment.mean for n, payment in zip(counts, payments, strict=True)]
    mean = sum(means)
    if mean == 0.0:
        return 1.0, 0.0
    typical = mean / sum(n for n, m in zip(counts, means, strict=True) if m > 0.0)
    end = mean + 8.0 * math.sqrt(_guess_of_variance(terms, payments, means)) + 4.0 * typical
    size, found = _SHORT, None
    for _ in range(_TRIES):
        lattice = Lattice(end / (size - 1), size)
        sums = convolve(terms, payments, lattice, lines=0, sharpened=False)
        total = book_of(sums, (), np.array([mean])).total
        if total.coarseness > _COARSE and size < _LONG:
            size *= 8
            continue
        if total.tail > TAIL or total.until[-1] < 1.0 - TAIL:
            if found is not None:
                return found
            end *= 2.0
            continue
        needed = max(_ROOM * total.value_at_risk(1.0 - TAIL), 16.0 * typical)
        found = min(end, needed), _variance_of_body(total)
        if end <= 2.0 * needed:
            return found
        end = needed
    raise ModelRefusedError(
        f"no lattice holds all but {TAIL:g} of the probability, the total still exceeds {end:.3g}; "
        "give the losses a limit"
    )


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
    points = np.minimum(total.lattice.points(), total.value_at_risk(_BODY))
    mass = total.density + total.atoms
    mean = float((mass * points).sum())
    return max(float((mass * (points - mean) ** 2).sum()), 0.0)
