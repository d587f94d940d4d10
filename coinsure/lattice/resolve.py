"""From lines to independent sums of losses, or every reason why they are not."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from coinsure.errors import ModelRefusedError
from coinsure.lattice.compound import Term
from coinsure.lattice.counts import DIVISIBLE, count_of
from coinsure.lattice.kept import Kept
from coinsure.lattice.layers import kept_of
from coinsure.lattice.line import ExactComponent, ExactLine, Surroundings
from coinsure.lattice.payment import Payment, payment_of
from coinsure.models.dependence import Gamma
from coinsure.models.events import Event, IntensityLeg, Leg
from coinsure.models.frequency import FrequencySpec, Level
from coinsure.models.severity import Distribution, Severity
from coinsure.models.terms import Terms


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """A book of sums that are independent, given the factors."""

    lines: tuple[str, ...]
    terms: tuple[Term, ...]
    payments: tuple[Payment, ...]  # for one loss of each term


def resolve(
    lines: Sequence[ExactLine], factors: Mapping[str, Gamma | None], around: Surroundings
) -> Resolved:
    """Return counts and payments of ``lines``, and of the events that hit one of them alone.

    Raises
    ------
    ModelRefusedError
        With every reason why the lines have no exact answer.
    """
    reasons = list(_shared(lines, around.events))
    terms: list[Term] = []
    payments: list[Payment] = []
    for number, line in enumerate(lines):
        kept, against = kept_of(around.treaties, line.name)
        reasons += [reason for reason in against if reason not in reasons]
        for component in line.components:
            with _collected(component.name, reasons):
                term = _term(number, component, factors, around.year)
                payment = _payment(component.severity, component.terms, 1, kept)
                terms.append(term)
                payments.append(payment)
        for name, event in around.events.items():
            if line.name in event.losses:
                with _collected(f"event {name} on {line.name}", reasons):
                    term = _event_term(number, event, around.year)
                    payment = _leg_payment(event, event.losses[line.name], kept)
                    terms.append(term)
                    payments.append(payment)
    if reasons:
        raise ModelRefusedError("there is no exact answer: " + "; ".join(reasons))
    return Resolved(tuple(line.name for line in lines), tuple(terms), tuple(payments))


@contextmanager
def _collected(name: str, reasons: list[str]) -> Generator[None]:
    """Add what is refused inside to the ``reasons``, with the name of what it concerns."""
    try:
        yield
    except ModelRefusedError as refusal:
        reasons.append(f"{name}: {refusal}")


def _shared(lines: Sequence[ExactLine], events: Mapping[str, Event]) -> Iterator[str]:
    """Name the events that hit several of the lines in one occurrence."""
    for name, event in events.items():
        hit = [line.name for line in lines if line.name in event.losses]
        if len(hit) > 1:
            yield (
                f"event {name} hits {' and '.join(hit)} in one occurrence, so their losses are "
                "not independent"
            )


def _term(
    line: int, component: ExactComponent, factors: Mapping[str, Gamma | None], year: int
) -> Term:
    """Return the count of a component with the factors on its mean.

    Raises
    ------
    ModelRefusedError
        A systemic frequency without a factor, or a factor on a count that takes none.
    """
    count = count_of(component.frequency, risks=component.risks, year=year)
    term = Term(line, count, level_variance=_level_variance(component.frequency))
    if getattr(component.frequency, "systemic", False):
        factor = factors.get(component.factor) if component.factor is not None else None
        if factor is None:
            raise ModelRefusedError(
                "its frequency is systemic, but there is no factor for it; give the sector one, "
                "or leave systemic out"
            )
        term = replace(term, factor=component.factor, shape=factor.alpha)
    if not isinstance(count, DIVISIBLE) and (term.factor or term.level_variance):
        raise ModelRefusedError(f"a {type(count).__name__} takes no factor on its mean")
    return term


def _event_term(line: int, event: Event, year: int) -> Term:
    count = count_of(event.frequency, risks=1, year=year)
    return Term(line, count, level_variance=_level_variance(event.frequency))


def _level_variance(frequency: FrequencySpec | object) -> float:
    """Return the variance of a gamma level, 0 where there is none.

    Raises
    ------
    ModelRefusedError
        The level is lognormal.
    """
    level: Level | None = getattr(frequency, "level", None)
    if level is None:
        return 0.0
    if not isinstance(level.factor(), Gamma):
        raise ModelRefusedError(
            "its level is lognormal, and only gamma levels have a transform; give cv, or claims "
            "and years, instead of low and high"
        )
    return level.variance


def _payment(severity: Severity | Distribution, terms: Terms, risks: int, kept: Kept) -> Payment:
    """Return the payment for one loss.

    Raises
    ------
    ModelRefusedError
        A policy-year aggregate, which is no term of one loss, or an infinite mean.
    """
    if terms.aggregate is not None:
        raise ModelRefusedError(
            "its policy-year aggregate makes a loss depend on earlier ones of the same risk"
        )
    payment = payment_of(severity, terms, risks=risks, treaties=kept)
    if payment.mean == float("inf"):
        raise ModelRefusedError("the mean of its severity is infinite; give its terms a limit")
    return payment


def _leg_payment(event: Event, leg: Leg, kept: Kept) -> Payment:
    if isinstance(leg, IntensityLeg):
        if event.intensity is None:
            raise ModelRefusedError("it follows an intensity that the event does not give")
        return _payment(_stretched(event.intensity, leg.scale), Terms(), leg.risks, kept)
    return _payment(leg.severity, leg.terms or Terms(), leg.risks, kept)


def _stretched(severity: Severity, factor: float) -> Severity:
    """Return ``severity`` times ``factor``."""
    scale = severity.scale
    if isinstance(scale, Severity):
        return severity.model_copy(update={"scale": _stretched(scale, factor)})
    return severity.model_copy(update={"scale": (1.0 if scale is None else scale) * factor})
