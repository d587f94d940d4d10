"""A lattice that is long and fine enough, found by trying short ones."""

import math
from collections.abc import Sequence

import numpy as np
import scipy  # fft is loaded when first used

from coinsure.errors import ModelRefusedError
from coinsure.exact.compound import Term
from coinsure.exact.distribution import ExactDistribution, book_of
from coinsure.exact.lattice import Lattice, convolve
from coinsure.exact.payment import Payment

COARSENESS = 1e-4
"""Largest part of the variance that losses between the points of a fitted lattice may add."""

LONGEST = 1 << 20
"""Most points of a fitted lattice."""

MOST_TAIL = 1e-4
"""Most probability beyond a lattice: every level at which figures are given is well on it."""

MOST_ALIASING = 1e-9
MOST_COARSENESS = 1e-2

_TAIL = 1e-6  # probability beyond a fitted lattice
_BODY = 0.999  # level up to which the spread of the total matters
_SCOUT = 512  # points
_TRIES = 200
_ROOM = 1.1
_SAME = 1e-9
_SKEWED = 20.0  # E[X^2] over E[X]^2 of losses that need a longer lattice than the first try


def fit(terms: Sequence[Term], payments: Sequence[Payment], coarseness: float) -> Lattice:
    """Return a lattice on which the sum of the ``terms`` can be trusted.

    It reaches to where the total is exceeded with a probability of a millionth, is fine enough for
    ``coarseness``, and has the limits and other single amounts on it where their common measure
    allows.
    """
    end, variance = _reach(terms, payments)
    amounts = _single_amounts(payments)
    moving = sum(
        term.count.cumulants().mean * (1.0 - float(payment.chances.sum()))
        for term, payment in zip(terms, payments, strict=True)
    )
    common = common_measure(amounts)
    step = math.sqrt(6.0 * coarseness * variance / moving) if moving > _SAME else common
    step = min(max(step or end, end / LONGEST), end)
    if common is not None and common >= step * (1.0 - _SAME):
        step = common / math.ceil(common / step * (1.0 - _SAME))
    return Lattice(step, _size(end, step))


def lattice_for(
    terms: Sequence[Term],
    payments: Sequence[Payment],
    *,
    step: float | None,
    size: int | None,
    coarseness: float,
) -> Lattice:
    """Return the lattice with the given ``step`` and ``size``; what is None is fitted."""
    if step is not None and size is not None:
        return Lattice(step, size)
    if step is None and size is None:
        return fit(terms, payments, coarseness)
    end, _ = _reach(terms, payments)
    if step is not None:
        return Lattice(step, _size(end, step))
    size = size or 2
    step = end / (size - 1)
    common = common_measure(_single_amounts(payments))
    if common is not None and common >= step:
        step = common / math.floor(common / step * (1.0 + _SAME))
    return Lattice(step, size)


def require_fit(
    total: ExactDistribution, terms: Sequence[Term], payments: Sequence[Payment]
) -> None:
    """Refuse a lattice that is too short or too coarse, naming one that would do.

    Raises
    ------
    ModelRefusedError
        More than 1e-4 of the probability lies beyond the lattice, more than 1e-9 may have come back
        from there, or losses between its points add more than 1 % to the variance.
    """
    problems: list[str] = []
    step, size = total.lattice
    fitted: Lattice | None = None
    if total.tail > MOST_TAIL or total.aliasing > MOST_ALIASING:
        fitted = fit(terms, payments, COARSENESS)
        problems.append(
            f"a probability of {total.tail:.2g} lies beyond {total.lattice.last:g} (at most "
            f"{MOST_TAIL:g}), of which up to {total.aliasing:.1e} comes back at its start (at most "
            f"{MOST_ALIASING:g}); with this step size = {_size(fitted.last, step)} would do"
        )
    if total.coarseness > MOST_COARSENESS:
        fitted = fitted or fit(terms, payments, COARSENESS)
        problems.append(
            f"losses between its points add {total.coarseness:.2g} of the variance (at most "
            f"{MOST_COARSENESS:g})"
        )
    if problems and fitted is not None:
        raise ModelRefusedError(
            f"a lattice of size = {size} with step = {step:g} is not enough: "
            f"{'; '.join(problems)}; step = {fitted.step:.6g} and size = {fitted.size} would do, "
            "or leave both out"
        )


def common_measure(amounts: Sequence[float]) -> float | None:
    """Return the largest number of which all ``amounts`` are multiples, None without amounts."""
    if not amounts:
        return None
    largest = max(amounts)
    measure = 0.0
    for amount in amounts:
        rest = amount
        while rest > _SAME * largest:
            measure, rest = rest, _remainder(measure, rest, largest)
    return measure


def _remainder(amount: float, measure: float, largest: float) -> float:
    rest = math.fmod(amount, measure)
    return 0.0 if measure - rest <= _SAME * largest else rest


def _single_amounts(payments: Sequence[Payment]) -> list[float]:
    found: set[float] = set()
    for payment in payments:
        amounts, chances = payment.amounts, payment.chances
        found.update(amounts[(amounts > 0.0) & (chances > 0.0)].tolist())
    return sorted(found)


def _size(end: float, step: float) -> int:
    return int(
        scipy.fft.next_fast_len(max(math.ceil(end / step * (1.0 - _SAME)) + 2, 4), real=True)
    )


def _reach(terms: Sequence[Term], payments: Sequence[Payment]) -> tuple[float, float]:
    """Return where the total may end, and the variance of its body."""
    counts = [term.count.cumulants().mean for term in terms]
    means = [n * payment.mean for n, payment in zip(counts, payments, strict=True)]
    mean = sum(means)
    if mean == 0.0:
        return 1.0, 0.0
    typical = mean / sum(n for n, m in zip(counts, means, strict=True) if m > 0.0)
    end = mean + 8.0 * math.sqrt(_guess_of_variance(terms, payments, means)) + 4.0 * typical
    for _ in range(_TRIES):
        total = book_of(
            convolve(terms, payments, Lattice(end / (_SCOUT - 1), _SCOUT), 0),
            (),
            np.array([mean]),
        ).total
        if total.tail > _TAIL or total.until[-1] < 1.0 - _TAIL:
            end *= 2.0
            continue
        needed = max(_ROOM * total.value_at_risk(1.0 - _TAIL), 4.0 * typical)
        if end <= 2.0 * needed:
            return min(end, needed), _variance_of_body(total)
        end = needed
    raise ModelRefusedError(
        f"no lattice holds all but {_TAIL:g} of the probability, the total still exceeds "
        f"{end:.3g}; give the losses a limit"
    )


def _guess_of_variance(
    terms: Sequence[Term], payments: Sequence[Payment], means: Sequence[float]
) -> float:
    """Return about the variance of the total, for a first try."""
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
