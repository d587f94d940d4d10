"""From lines to independent sums of losses, or every reason why they are not."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from coinsure.errors import ModelRefusedError, NoExactAnswerError
from coinsure.lattice.compound import Term
from coinsure.lattice.counts import DIVISIBLE, Count, count_of
from coinsure.lattice.kept import Kept
from coinsure.lattice.known import not_known
from coinsure.lattice.layers import against, kept_of, over_lines
from coinsure.lattice.line import ExactComponent, ExactLine, Surroundings
from coinsure.lattice.payment import Payment, payment_of
from coinsure.models.dependence import Gamma
from coinsure.models.events import Event, IntensityLeg
from coinsure.models.frequency import FrequencySpec
from coinsure.models.severity import Distribution, Severity
from coinsure.models.terms import Terms
from coinsure.spec import Spec

_TERMS = ("deductible", "deductible_rate", "limit", "participation", "aggregate")
_EVENT = ("label", "frequency", "intensity", "losses", "source")
_LEG = ("scale", "severity", "risks", "site", "terms")


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
    NoExactAnswerError
        With every reason why the lines have none.
    """
    reasons = list(_shared(lines, around.events))
    terms: list[Term] = []
    payments: list[Payment] = []
    for number, line in enumerate(lines):
        found = against(around.treaties, line.name)
        reasons += [reason for reason in found if reason not in reasons]
        treaties = {} if found else around.treaties
        kept = kept_of(treaties, line.name)
        for component in line.components:
            with _collected(component.name, reasons):
                term = _term(number, component, factors, around.year)
                payment = _payment(component.severity, component.terms, 1, kept)
                terms.append(term)
                payments.append(payment)
        for name, event in around.events.items():
            if line.name in event.losses:
                title = f"event {name} on {line.name}"
                reasons += [
                    f"{title}: reinsurance.{treaty} looks at what the event costs other lines too"
                    for treaty in over_lines(treaties, tuple(event.losses))
                ]
                with _collected(title, reasons):
                    term = _event_term(number, name, event, around.year)
                    risks = event.losses[line.name].risks
                    payment = _leg_payment(event, line.name, kept_of(treaties, line.name, risks))
                    terms.append(term)
                    payments.append(payment)
    if reasons:
        raise NoExactAnswerError(reasons)
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
        A systemic frequency without a factor, or a factor that is not gamma or on a count that
        takes none.
    """
    count = count_of(component.frequency, risks=component.risks, year=year)
    term = _with_level(Term(line, count), component.frequency, component.level or component.name)
    if getattr(component.frequency, "systemic", False):
        factor = factors.get(component.factor) if component.factor is not None else None
        if factor is None:
            raise ModelRefusedError(
                "its frequency is systemic, but there is no factor for it; give the sector one, "
                "or leave systemic out"
            )
        term = replace(term, factor=component.factor, shape=_shape(factor))
    if term.factor is not None:
        _require_divisible(term, component.frequency)
    return term


def _event_term(line: int, name: str, event: Event, year: int) -> Term:
    _require_known(event, _EVENT)
    count = count_of(event.frequency, risks=1, year=year)
    return _with_level(Term(line, count), event.frequency, f"event {name}")


def _with_level(term: Term, frequency: FrequencySpec | Count, name: str) -> Term:
    level = getattr(frequency, "level", None)
    if level is None:
        return term
    _require_divisible(term, frequency)
    return replace(term, level=name, level_variance=1.0 / _shape(level.factor()))


def _require_divisible(term: Term, frequency: FrequencySpec | Count) -> None:
    """Refuse a factor or a level on a count that does not say how it changes with its mean.

    Raises
    ------
    ModelRefusedError
        Such a count.
    """
    if not isinstance(term.count, DIVISIBLE):
        kind = getattr(frequency, "kind", type(frequency).__name__)
        raise ModelRefusedError(f"a factor or a level on a {kind} count has no transform")


def _shape(factor: object) -> float:
    """Return the shape of a gamma factor.

    Raises
    ------
    ModelRefusedError
        A factor of another kind.
    """
    if not isinstance(factor, Gamma):
        kind = getattr(factor, "kind", type(factor).__name__)
        raise ModelRefusedError(
            f"a {kind} factor or level on its mean has no transform; only gamma ones have"
        )
    _require_known(factor, ("shape", "cv"))
    return factor.alpha


def _payment(severity: Severity | Distribution, terms: Terms, risks: int, kept: Kept) -> Payment:
    """Return the payment for one loss.

    Raises
    ------
    ModelRefusedError
        A policy-year aggregate, which is no term of one loss, or an infinite mean.
    """
    _require_known(terms, _TERMS)
    if terms.aggregate is not None:
        raise ModelRefusedError(
            "its policy-year aggregate makes a loss depend on earlier ones of the same risk"
        )
    payment = payment_of(severity, terms, risks=risks, treaties=kept)
    if payment.mean == float("inf"):
        raise ModelRefusedError("the mean of its severity is infinite; give its terms a limit")
    return payment


def _leg_payment(event: Event, line: str, kept: Kept) -> Payment:
    leg = event.losses[line]
    _require_known(leg, _LEG)
    if isinstance(leg, IntensityLeg):
        if event.intensity is None:
            raise ModelRefusedError("it follows an intensity that the event does not give")
        return _payment(event.intensity.times(leg.scale), Terms(), leg.risks, kept)
    return _payment(leg.severity, leg.terms or Terms(), leg.risks, kept)


def _require_known(spec: Spec, known: Sequence[str]) -> None:
    """Refuse what is set and would be passed over.

    Raises
    ------
    ModelRefusedError
        With every such key.
    """
    reasons = not_known(spec, known)
    if reasons:
        raise ModelRefusedError("; ".join(reasons))
