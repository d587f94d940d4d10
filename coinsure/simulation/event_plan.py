"""Named events: how often they happen and what each line loses, ready to be drawn."""

from collections.abc import Mapping, Sequence

import numpy as np

from coinsure.arrays import Int32Array
from coinsure.errors import ModelRefusedError
from coinsure.models.development import Development, Indices
from coinsure.models.events import Event, IntensityLeg, Leg
from coinsure.models.take_up import Course
from coinsure.models.terms import Terms
from coinsure.simulation.component_plan import NO_SITE, by_year
from coinsure.simulation.count_table import count_plan
from coinsure.simulation.payment import payment_of_severity
from coinsure.simulation.plan import EventPlan, LegPlan, Payment
from coinsure.simulation.streams import Streams

Sites = Mapping[str, Mapping[str, float]]
"""Sums insured of the sites of a line, by line and name."""


def event_plan(
    name: str,
    event: Event,
    *,
    years: int,
    lines: tuple[str, ...],
    sites: Sites,
    streams: Streams,
    developments: Sequence[Course],
) -> EventPlan:
    """Return the plan of an event that hits lines which develop as in ``developments`` (L,).

    What follows the intensity is a loss of all risks of a line, so it grows with them; any other
    loss is one of so many risks, and stays.

    Raises
    ------
    ModelRefusedError
        A leg names a line or a site that is not there, or terms that no single loss can meet.
    """
    title = f"event {name}"
    stream = streams.number(title, "occurrences")
    return EventPlan(
        name=name,
        counts=count_plan(
            event.frequency,
            risks=1,
            years=years,
            factor=-1,
            name=title,
            streams=streams,
            development=Development(frequency_trend=event.frequency_trend),
        ),
        stream=stream,
        legs=tuple(
            LegPlan(
                line=_line(title, line, lines),
                site=_site(title, line, leg, sites),
                risks=_risks(leg, developments[_line(title, line, lines)], years),
                payments=_payments(
                    f"{title} on {line}",
                    event,
                    leg,
                    developments[_line(title, line, lines)],
                    years,
                ),
                stream=stream if isinstance(leg, IntensityLeg) else streams.number(title, line),
            )
            for line, leg in event.losses.items()
        ),
    )


def _risks(leg: Leg, development: Course, years: int) -> Int32Array:
    """Return the equal risks that share the loss of each year, (T,), whole ones."""
    exposure = [_exposure(leg, step) for step in development.indices(years)]
    return np.array([max(1, round(leg.risks * grown)) for grown in exposure], np.int32)


def _exposure(leg: Leg, step: Indices) -> float:
    return step.exposure if isinstance(leg, IntensityLeg) else 1.0


def _payments(
    name: str, event: Event, leg: Leg, development: Course, years: int
) -> tuple[Payment, ...]:
    steps = development.indices(years)
    return by_year(
        lambda step: _payment(name, event, leg, step),
        [step.of_amounts(_exposure(leg, step)) for step in steps],
    )


def _payment(name: str, event: Event, leg: Leg, step: Indices) -> Payment:
    if isinstance(leg, IntensityLeg):
        if event.intensity is None:
            message = f"{name}: the loss follows an intensity that the event does not give"
            raise ModelRefusedError(message)
        payment = payment_of_severity(event.intensity, Terms(), risks=1, name=name)
        grown = leg.scale * step.exposure * step.claims
        return Payment(payment.table, payment.scale * grown, 0.0, payment.limit)
    terms = (leg.terms or Terms()).times(step.terms)
    if terms.aggregate is not None:
        message = (
            f"{name}: an aggregate over the year cannot be applied to the loss of one event; give "
            "its terms a limit"
        )
        raise ModelRefusedError(message)
    return payment_of_severity(
        leg.severity, terms, risks=leg.risks, name=name, inflation=step.claims
    )


def _line(title: str, line: str, lines: tuple[str, ...]) -> int:
    if line not in lines:
        message = f"{title}: there is no line {line}; choose one of {', '.join(lines)}"
        raise ModelRefusedError(message)
    return lines.index(line)


def _site(title: str, line: str, leg: Leg, sites: Sites) -> int:
    if isinstance(leg, IntensityLeg) or leg.site is None:
        return NO_SITE
    names = list(sites.get(line, {}))
    if leg.site not in names:
        choices = ", ".join(names) or "it has none"
        message = f"{title}: there is no site {leg.site} of {line}; choose one of: {choices}"
        raise ModelRefusedError(message)
    return names.index(leg.site)
