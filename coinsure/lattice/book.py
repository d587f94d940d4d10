"""The two entries of the exact route: distributions on a lattice, and moments."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.errors import UsageError
from coinsure.lattice.compound import Term
from coinsure.lattice.distribution import ExactBook, book_of
from coinsure.lattice.fit import COARSENESS, lattice_for, require_fit
from coinsure.lattice.higher import central_moments
from coinsure.lattice.lattice import convolve
from coinsure.lattice.line import ExactLine, Surroundings
from coinsure.lattice.moments import ExactMoments, moments_of
from coinsure.lattice.payment import Payment
from coinsure.lattice.resolve import Resolved, resolve
from coinsure.models.dependence import Gamma
from coinsure.models.events import Event
from coinsure.reinsurance.treaties import TreatySpec

NO_TREATIES: Mapping[str, TreatySpec] = MappingProxyType({})
NO_EVENTS: Mapping[str, Event] = MappingProxyType({})


def exact_distribution(
    lines: Sequence[ExactLine],
    factors: Mapping[str, Gamma | None],
    *,
    treaties: Mapping[str, TreatySpec] = NO_TREATIES,
    events: Mapping[str, Event] = NO_EVENTS,
    year: int = 1,
    step: float | None = None,
    size: int | None = None,
    coarseness: float = COARSENESS,
) -> ExactBook:
    """Return the distribution of a year's losses of ``lines`` together, and each line's part.

    Lines may share the yearly factor of their sector. Levels, drawn once per path, are mixed in as
    well: this is the distribution over paths of one year. One line alone is a book of one line.

    Parameters
    ----------
    factors
        Yearly factor of each sector, by name.
    treaties
        Layers per occurrence without annual limits and quota shares, for the net distribution of
        losses; reinsurance premiums are not part of it. Gross if left out.
    events
        Named events. Those that hit one of the ``lines`` are part of its losses.
    year
        1-based, for known counts that happen in some years only.
    step, size
        Lattice: money between two points, and number of points. Fitted if left out: to end where
        the total is exceeded with a probability of a millionth, and fine enough for
        ``coarseness``.
    coarseness
        Largest part of the variance that losses between the points of a fitted lattice add, before
        it is taken out again.

    Raises
    ------
    ModelRefusedError
        There is no exact answer, with every reason: an event hits several of the lines, a policy
        or a treaty has a limit of the year, a mean is infinite. Or the lattice is too short or too
        coarse, naming one that would do.
    UsageError
        No line is given, or a lattice that is none.
    """
    if not lines:
        raise UsageError("the exact route needs at least one line")
    if (step is not None and not 0.0 < step < np.inf) or (size is not None and size < 4):
        raise UsageError(f"a lattice needs step > 0 and size >= 4, found {step} and {size}")
    if not 0.0 < coarseness < 1.0:
        raise UsageError(f"coarseness must be between 0 and 1, found {coarseness}")
    book = resolve(lines, factors, Surroundings(treaties, events, year))
    lattice = lattice_for(book.terms, book.payments, step=step, size=size, coarseness=coarseness)
    parts = len(lines) if len(lines) > 1 else 0
    sums = convolve(book.terms, book.payments, lattice, lines=parts)
    answer = book_of(sums, book.lines, _means(book))
    require_fit(answer.total, book.terms, book.payments)
    return answer


def exact_moments(
    lines: Sequence[ExactLine],
    factors: Mapping[str, Gamma | None],
    *,
    treaties: Mapping[str, TreatySpec] = NO_TREATIES,
    events: Mapping[str, Event] = NO_EVENTS,
    year: int = 1,
) -> ExactMoments:
    """Return the moments of a year's losses of ``lines`` together; see ``exact_distribution``.

    Raises
    ------
    ModelRefusedError
        There is no exact answer, with every reason.
    """
    book = resolve(lines, factors, Surroundings(treaties, events, year))
    return moments_of(book.terms, book.payments)


def exact_central_moments(
    lines: Sequence[ExactLine],
    factors: Mapping[str, Gamma | None],
    *,
    events: Mapping[str, Event] = NO_EVENTS,
    year: int = 1,
) -> FloatArray:
    """Return E[(S - E[S])^k] of a year's gross losses for k = 0, ..., 6, (7,).

    They are infinite where they do not exist.

    Raises
    ------
    ModelRefusedError
        There is no exact answer, with every reason.
    """
    book = resolve(lines, factors, Surroundings(NO_TREATIES, events, year))
    return central_moments(book.terms, book.payments)


def _means(book: Resolved) -> np.ndarray:
    means = np.zeros(len(book.lines))
    for term, payment in zip(book.terms, book.payments, strict=True):
        means[term.line] += _mean(term, payment)
    return means


def _mean(term: Term, payment: Payment) -> float:
    count = term.count.cumulants().mean
    return count * payment.mean if count > 0.0 else 0.0
