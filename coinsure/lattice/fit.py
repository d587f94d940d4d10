"""A lattice that is long and fine enough, and the refusal of one that is not."""

import math
from collections.abc import Sequence

import scipy  # fft is loaded when first used

from coinsure.errors import ModelRefusedError
from coinsure.lattice.compound import Term
from coinsure.lattice.distribution import ExactDistribution
from coinsure.lattice.lattice import Lattice
from coinsure.lattice.payment import Payment
from coinsure.lattice.reach import Reach, lowest_level, reach

COARSENESS = 2e-4
"""Largest part of the variance that losses between the points of a fitted lattice may add."""

LONGEST = 1 << 20
"""Most points of a fitted lattice."""

MOST_TAIL = 1e-4
"""Most probability beyond a lattice: every level at which figures are given is well on it."""

MOST_ALIASING = 1e-9
MOST_COARSENESS = 1e-3
FEWEST_BELOW = 16

PLENTY = 1 << 17
"""Points of a fitted lattice that are not worth a longer tail."""

_FEWEST = 2048
_BELOW = 256  # points below the lowest level, of a lattice as fine as ``COARSENESS``
_SAME = 1e-9


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
    found = reach(terms, payments)
    end = found.ends[0]
    if size is None:
        step = step or end
        return Lattice(step, _size(end, step))
    step = end / (size - 1)
    for common in _common_measures(payments):
        if common >= step:
            return Lattice(common / math.floor(common / step * (1.0 + _SAME)), size)
    return Lattice(step, size)


def fit(terms: Sequence[Term], payments: Sequence[Payment], coarseness: float) -> Lattice:
    """Return a lattice on which the sum of the ``terms`` can be trusted.

    It reaches to where the total is exceeded with a probability of a millionth, or of a few in a
    hundred thousand where that is very far; is fine enough for ``coarseness`` and for the lowest
    level; and has limits and other single amounts on its points where they have a common measure.
    """
    found = reach(terms, payments)
    counts = [term.count.cumulants().mean for term in terms]
    losses = [n * (1.0 - payment.chances[0]) for n, payment in zip(counts, payments, strict=True)]
    if sum(losses) == 0.0:
        return Lattice(found.ends[0], 4)
    measures = _common_measures(payments)
    lattices = [
        _on_points(
            end,
            _fine_enough(found, end, _between(terms, payments), coarseness),
            _fine_enough(found, end, sum(losses), coarseness),
            measures,
        )
        for end in found.ends
    ]
    return next((lattice for lattice in lattices if lattice.size <= PLENTY), lattices[-1])


def _between(terms: Sequence[Term], payments: Sequence[Payment]) -> float:
    """Return the expected number of losses that are not one of a few amounts."""
    return sum(
        term.count.cumulants().mean * (1.0 - float(payment.chances.sum()))
        for term, payment in zip(terms, payments, strict=True)
    )


def _on_points(end: float, wanted: float, needed: float, measures: Sequence[float]) -> Lattice:
    """Return a lattice up to ``end`` with one of the ``measures`` on its points, if that can be.

    Its step is at most the ``wanted`` one there, otherwise the ``needed`` one.
    """
    finest = end / LONGEST
    for common in measures:
        if common >= max(wanted, finest):
            pieces = math.floor(common / finest)
            if wanted == 0.0:
                pieces = 1
            elif wanted >= finest:
                pieces = min(pieces, math.ceil(common / wanted * (1.0 - _SAME)))
            return Lattice(common / pieces, _size(end, common / pieces))
    step = max(needed, finest)
    return Lattice(step, _size(end, step))


def _fine_enough(found: Reach, end: float, losses: float, coarseness: float) -> float:
    """Return the step at which so many ``losses`` between points add less than ``coarseness``.

    Losses between points a step h apart add a variance of h^2 / 6 each; what a quantile is off
    goes with h^2 too, so a coarser lattice has as many fewer points below the lowest level. It is 0
    where no loss is between points, so that there may be as few of them as the losses need.
    """
    if losses <= _SAME:
        return 0.0
    below = _BELOW * math.sqrt(min(COARSENESS / coarseness, 1.0))
    steps = [end / _FEWEST, found.low / max(below, 2.0 * FEWEST_BELOW)]
    if found.variance > 0.0:
        steps.append(math.sqrt(6.0 * coarseness * found.variance / losses))
    return min(steps)


def require_fit(
    total: ExactDistribution, terms: Sequence[Term], payments: Sequence[Payment]
) -> None:
    """Refuse a lattice that is too short or too coarse, naming one that would do.

    Raises
    ------
    ModelRefusedError
        More than 1e-4 of the probability lies beyond the lattice, more than 1e-9 may have come back
        from there, losses between its points add more than 0.1 % to the variance, or there are
        fewer than 16 points below the amount at the lowest level.
    """
    problems: list[str] = []
    if total.tail > MOST_TAIL or total.aliasing > MOST_ALIASING:
        problems.append(
            f"a probability of {total.tail:.2g} lies beyond its end at {total.lattice.last:g} (at "
            f"most {MOST_TAIL:g}), and {total.aliasing:.1e} may come back at its start (at most "
            f"{MOST_ALIASING:g})"
        )
    if total.coarseness > MOST_COARSENESS:
        problems.append(
            f"losses between its points add {total.coarseness:.2g} of the variance (at most "
            f"{MOST_COARSENESS:g})"
        )
    if not problems and _between(terms, payments) > _SAME:
        low = total.value_at(total.place(lowest_level(total)))
        if low < FEWEST_BELOW * total.lattice.step:
            problems.append(
                f"there are only {low / total.lattice.step:.2g} points below {low:.3g}, the amount "
                f"at the level {lowest_level(total):.3g} (at least {FEWEST_BELOW})"
            )
    if not problems:
        return
    step, size = total.lattice
    fitted = fit(terms, payments, COARSENESS)
    if fitted == total.lattice:
        raise ModelRefusedError(
            f"no lattice of at most {LONGEST} points is long and fine enough for these losses: "
            f"{'; '.join(problems)}; give them a limit"
        )
    enough = f"step = {fitted.step:.6g} with size = {fitted.size}"
    if total.tail > MOST_TAIL and total.coarseness <= MOST_COARSENESS:
        enough += f", or size = {_size(fitted.last, step)} with the same step,"
    raise ModelRefusedError(
        f"a lattice of step = {step:.6g} and size = {size} is not enough: {'; '.join(problems)}; "
        f"{enough} would do"
    )


def common_measure(amounts: Sequence[float]) -> float:
    """Return the largest number of which all ``amounts``, at least one, are multiples."""
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


def _common_measures(payments: Sequence[Payment]) -> list[float]:
    """Return what would put single amounts and ends of densities on points, or the former alone."""
    single: set[float] = set()
    ends: set[float] = set()
    for payment in payments:
        single.update(payment.amounts[payment.chances > 0.0].tolist())
        low, high = payment.loss.support()
        ends.update(payment.kept.of([end for end in (low, high) if end < math.inf]).tolist())
    kinds = (single | ends, single)
    return [common_measure(sorted(amounts - {0.0})) for amounts in kinds if amounts - {0.0}]


def _size(end: float, step: float) -> int:
    points = max(math.ceil(end / step * (1.0 - _SAME)) + 2, 4)
    return int(scipy.fft.next_fast_len(points, real=True))
